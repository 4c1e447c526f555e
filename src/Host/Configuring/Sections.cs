using FluentValidation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MoECollab.Host.Budget;

namespace MoECollab.Host.Configuring;

/// <summary>All sections of the host's configuration.</summary>
internal static class Sections
{
    private static readonly string[] Known = ["Server", "Security", "Plugins", "Batching", "Reliability", "Budget", "Telemetry"];

    // Sections of appsettings.json that belong to others.
    private static readonly string[] Foreign = ["Logging", "AllowedHosts"];

    /// <summary>Binds every section, each checked as a whole.</summary>
    public static IServiceCollection AddHostSections(this IServiceCollection services, IConfiguration configuration) => services
        .AddSection(configuration, "Server", new ServerOptionsValidator())
        .AddSection(configuration, "Security", new SecurityOptionsValidator())
        .AddSection(configuration, "Plugins", new PluginsOptionsValidator())
        .AddSection(configuration, "Batching", new BatchingOptionsValidator())
        .AddSection(configuration, "Reliability", new ReliabilityOptionsValidator())
        .AddSection(configuration, "Budget", new BudgetOptionsValidator())
        .AddSection(configuration, "Telemetry", new TelemetryOptionsValidator());

    /// <summary>Sections that do not exist, and values in the place of a section.</summary>
    public static IEnumerable<string> FaultsOf(IConfiguration configuration)
    {
        foreach (var section in configuration.GetChildren())
        {
            if (Known.Contains(section.Key, StringComparer.OrdinalIgnoreCase) && section.Value is { Length: > 0 } value)
                yield return $"{section.Key} is '{value}'; expected a section with settings, as Section:Key";
            else if (!Known.Concat(Foreign).Contains(section.Key, StringComparer.OrdinalIgnoreCase))
                yield return $"{section.Key} is no section; there are {string.Join(", ", Known)}";
        }
    }

    private static IServiceCollection AddSection<T>(this IServiceCollection services, IConfiguration configuration, string name, IValidator<T> validator)
        where T : class
    {
        var section = configuration.GetSection(name);
        services.AddOptions<T>().Configure(options => SectionReader.Fill(section, options)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<T>>(new SectionKeys<T>(section));
        services.AddSingleton<IValidateOptions<T>>(new FluentRules<T>(name, validator));
        return services;
    }
}
