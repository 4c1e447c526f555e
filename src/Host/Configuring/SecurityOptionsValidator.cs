using FluentValidation;

namespace MoECollab.Host.Configuring;

internal sealed class SecurityOptionsValidator : AbstractValidator<SecurityOptions>
{
    public SecurityOptionsValidator() => RuleFor(options => options.RequestsPerSecond).InclusiveBetween(0, 1_000_000);
}
