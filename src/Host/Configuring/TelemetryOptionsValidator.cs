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
        RuleFor(options => options.OtlpEndpoint).Must(IsAddress).WithMessage("is '{PropertyValue}'; expected an http or https address without a path, such as http://127.0.0.1:4318, or nothing");
        RuleFor(options => options.OtlpHeadersFile).Must(file => file.Length == 0 || File.Exists(file)).WithMessage("is '{PropertyValue}'; there is no such file");
        RuleFor(options => options.OtlpIntervalSeconds).InclusiveBetween(1, 3600);
        RuleFor(options => options.TracePercent).InclusiveBetween(0, 100);
    }

    private static bool IsAddress(string text) =>
        text.Length == 0 || (Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https") && address.PathAndQuery == "/");
}
