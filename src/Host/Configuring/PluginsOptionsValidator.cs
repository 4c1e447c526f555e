using FluentValidation;

namespace MoECollab.Host.Configuring;

internal sealed class PluginsOptionsValidator : AbstractValidator<PluginsOptions>
{
    public PluginsOptionsValidator()
    {
        RuleFor(options => options.WatchDelayMilliseconds).InclusiveBetween(50, 60_000);
        RuleFor(options => options.CreationLimitMilliseconds).InclusiveBetween(100, 600_000);
    }
}
