using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MoECollab.Errors;
using MoECollab.Host.Configuring;
using MoECollab.Host.Readiness;
using MoECollab.Host.Running;
using MoECollab.Host.Scheduling;

namespace MoECollab.Host.InProcess;

/// <summary>A home served within one's own program, without HTTP.</summary>
public static class MoECollabServices
{
    /// <summary>
    /// Adds a <see cref="MixtureService"/>, and an <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> over the home's encoder. The home is loaded when the
    /// generic host starts, in the background: await <see cref="MixtureService.WhenReadyAsync"/>.
    /// </summary>
    /// <param name="services">The program's services.</param>
    /// <param name="start">The home, the device, settings such as <c>Batching:Lanes</c>; <c>host.json</c> and <c>MOE__Section__Key</c> count as for <c>moe serve</c>.</param>
    /// <exception cref="MoECollabException">The configuration has faults (<c>configuration-invalid</c>), or there is no such home (<c>home-not-found</c>).</exception>
    public static IServiceCollection AddMoECollab(this IServiceCollection services, HostStart start)
    {
        if (!Directory.Exists(start.Home))
            throw new MoECollabException("home-not-found", $"There is no home {Path.GetFullPath(start.Home)}. Make one with 'moe fit'.");
        var configuration = ConfigurationSources.Read(start.Home, "Production", start.Settings);
        ConfigurationCheck.Run(configuration);
        services.AddLogging();
        services.AddEngine(start, configuration);
        services.TryAddSingleton(provider => new MixtureService(provider.GetRequiredService<Scheduler>(), provider.GetRequiredService<ReadinessChecks>()));
        services.TryAddSingleton<IEmbeddingGenerator<string, Embedding<float>>, EncoderEmbeddings>();
        return services;
    }
}
