using Microsoft.Extensions.Configuration;
using MoECollab.Errors;

namespace MoECollab.Host.Configuring;

/// <summary><c>appsettings.json</c> &lt; <c>appsettings.{Env}.json</c> &lt; <c>host.json</c> in the home &lt; <c>MOE__Section__Key</c> &lt; command line.</summary>
internal static class ConfigurationSources
{
    private const string EnvironmentPrefix = "MOE__";

    public static IConfigurationRoot Read(string home, string environment, IReadOnlyDictionary<string, string?> commandLine)
    {
        try
        {
            return new ConfigurationBuilder()
                .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
                .AddJsonFile(Path.Combine(AppContext.BaseDirectory, $"appsettings.{environment}.json"), optional: true)
                .AddJsonFile(Path.Combine(home, "host.json"), optional: true)
                .AddEnvironmentVariables(EnvironmentPrefix)
                .AddInMemoryCollection(commandLine)
                .Build();
        }
        catch (Exception fault) when (fault is InvalidDataException or FormatException)
        {
            throw new MoECollabException("configuration-invalid", $"{fault.Message} {fault.InnerException?.Message}".TrimEnd(), fault);
        }
    }
}
