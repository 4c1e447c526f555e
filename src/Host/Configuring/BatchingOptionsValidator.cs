using FluentValidation;

namespace MoECollab.Host.Configuring;

internal sealed class BatchingOptionsValidator : AbstractValidator<BatchingOptions>
{
    public BatchingOptionsValidator()
    {
        RuleFor(options => options.QueueCapacity).InclusiveBetween(1, 1_000_000);
        RuleFor(options => options.MaxBatch).InclusiveBetween(1, 4096);
        RuleFor(options => options.Lanes).InclusiveBetween(0, 256);
        RuleFor(options => options.PriorityStepMilliseconds).InclusiveBetween(1, 3_600_000);
        RuleFor(options => options.CacheBytes).InclusiveBetween(0, 1L << 40);
        RuleFor(options => options.CacheFromMultiplyAdds).GreaterThanOrEqualTo(0);
    }
}
