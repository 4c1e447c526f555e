using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace MoECollab.Host.Configuring;

/// <summary>Refuses keys that do not exist and values of the wrong type: a misspelt key is never ignored.</summary>
internal sealed class SectionKeys<T>(IConfigurationSection section) : IValidateOptions<T>
    where T : class
{
    public ValidateOptionsResult Validate(string? name, T options)
    {
        string[] faults = [.. SectionReader.FaultsOf(section, typeof(T))];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
