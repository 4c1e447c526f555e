using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MoECollab.Errors;

namespace MoECollab.Host.Configuring;

/// <summary>Checks the whole configuration before anything is started, and tells every fault at once.</summary>
internal static class ConfigurationCheck
{
    /// <exception cref="MoECollabException">Something is wrong (<c>configuration-invalid</c>).</exception>
    public static void Run(IConfiguration configuration)
    {
        var faults = Sections.FaultsOf(configuration).ToList();
        try
        {
            // In a container of its own: that of the host already reads options while it is built.
            using var services = new ServiceCollection().AddHostSections(configuration).BuildServiceProvider();
            services.GetRequiredService<IStartupValidator>().Validate();
        }
        catch (OptionsValidationException fault)
        {
            faults.AddRange(fault.Failures);
        }
        catch (AggregateException several) when (several.InnerExceptions.All(fault => fault is OptionsValidationException))
        {
            faults.AddRange(several.InnerExceptions.Cast<OptionsValidationException>().SelectMany(fault => fault.Failures));
        }

        if (faults.Count > 0)
            throw new MoECollabException("configuration-invalid", $"The configuration has {faults.Count} {(faults.Count == 1 ? "fault" : "faults")}: {string.Join("; ", faults)}.");
    }
}
