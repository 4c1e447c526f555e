using FluentValidation;

namespace MoECollab.Host.Configuring;

internal sealed class TelemetryOptionsValidator : AbstractValidator<TelemetryOptions>
{
    private static readonly string[] Levels = ["trace", "debug", "information", "warning", "error", "none"];

    public TelemetryOptionsValidator()
    {
        RuleFor(options => options.LogFormat).Must(format => format is "json" or "text").WithMessage("is '{PropertyValue}'; expected json or text");
        RuleFor(options => options.LogLevel).Must(level => Levels.Contains(level)).WithMessage($"is '{{PropertyValue}}'; expected one of {string.Join(", ", Levels)}");
        RuleFor(options => options.KeptEvents).InclusiveBetween(1, 100_000);
    }
}
