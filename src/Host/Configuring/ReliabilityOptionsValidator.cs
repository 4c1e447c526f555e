using FluentValidation;

namespace MoECollab.Host.Configuring;

internal sealed class ReliabilityOptionsValidator : AbstractValidator<ReliabilityOptions>
{
    public ReliabilityOptionsValidator()
    {
        RuleFor(options => options.DeadlineMilliseconds).InclusiveBetween(1, 3_600_000);
        RuleFor(options => options.ExpertTimeoutMilliseconds).InclusiveBetween(1, 3_600_000);
        RuleFor(options => options.BreakerFailures).InclusiveBetween(1, 1000);
        RuleFor(options => options.BreakerBackoffMilliseconds).InclusiveBetween(10, 3_600_000);
        RuleFor(options => options.BreakerTrips).InclusiveBetween(1, 1000);
        RuleFor(options => options.MinReadyExperts).InclusiveBetween(0, 100_000);
        RuleFor(options => options.MinAnsweringExperts).InclusiveBetween(1, 65_536);
        RuleFor(options => options.TimeoutAfterMinExpertsMilliseconds).InclusiveBetween(0, 3_600_000);
        RuleFor(options => options.DrainSeconds).InclusiveBetween(1, 3600);
    }
}
