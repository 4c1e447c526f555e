using FluentValidation;
using Microsoft.Extensions.Options;

namespace MoECollab.Host.Configuring;

/// <summary>Runs a section's validator when the host starts; each fault says key, value and what is allowed.</summary>
internal sealed class FluentRules<T>(string section, IValidator<T> validator) : IValidateOptions<T>
    where T : class
{
    public ValidateOptionsResult Validate(string? name, T options)
    {
        string[] faults = [.. validator.Validate(options).Errors.Select(fault => $"{section}:{fault.PropertyName} {Sentence(fault)}")];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    // FluentValidation's range texts name the property a second time.
    private static string Sentence(FluentValidation.Results.ValidationFailure fault) =>
        fault.FormattedMessagePlaceholderValues.TryGetValue("From", out var from) && fault.FormattedMessagePlaceholderValues.TryGetValue("To", out var to)
            ? $"is {fault.AttemptedValue}; expected {from} to {to}"
            : fault.ErrorMessage;
}
