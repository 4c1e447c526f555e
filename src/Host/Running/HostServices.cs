using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MoECollab.Host.Administering;
using MoECollab.Host.Answering;
using MoECollab.Host.Breaking;
using MoECollab.Host.Budget;
using MoECollab.Host.Configuring;
using MoECollab.Host.Generations;
using MoECollab.Host.Generations.Watching;
using MoECollab.Host.Guarding;
using MoECollab.Host.Protocol;
using MoECollab.Host.Readiness;
using MoECollab.Host.Scheduling;
using MoECollab.Host.Scheduling.Caching;
using MoECollab.Host.Scheduling.Watching;
using MoECollab.Host.Seeing;
using MoECollab.Host.Seeing.Events;
using MoECollab.Host.Seeing.Metrics;
using MoECollab.Host.Seeing.Steps;
using MoECollab.Host.Systemd;

namespace MoECollab.Host.Running;

/// <summary>The parts of the host, in the order in which a request meets them.</summary>
internal static class HostServices
{
    /// <summary>What answers: a served home, its scheduler and what watches over them. No web server.</summary>
    public static IServiceCollection AddEngine(this IServiceCollection services, HostStart start, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddHostSections(configuration);
        services.AddSingleton(start);
        services.TryAddSingleton(MemoryTiers.Of(start));
        services.AddSingleton<HostEvents>().AddSingleton<HostMetrics>();
        services.AddSingleton<StepTimes>().AddSingleton<ExpertCalls>().AddSingleton<BreakerBoard>();
        services.AddSingleton<EmbeddingCache>().AddSingleton<GenerationBuilder>().AddSingleton<Retirement>().AddSingleton<ExpertPlacement>().AddSingleton<ExpertPins>().AddSingleton<ServedHome>();
        services.AddSingleton<CircuitKeeper>().AddSingleton<IHangingExperts>(provider => provider.GetRequiredService<CircuitKeeper>());
        services.AddSingleton<Observing>().AddSingleton<Scheduler>().AddSingleton<ReadinessChecks>();
        services.AddSingleton<RecentTraffic>().AddSingleton<ExpertViews>().AddSingleton<PackageViews>().AddSingleton<Gauges>();
        services.AddHostedService(provider => provider.GetRequiredService<Gauges>());
        services.AddHostedService<HomeLifetime>();
        services.AddHostedService<HomeWatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<RecentTraffic>());
        return services;
    }

    /// <summary>What speaks HTTP.</summary>
    public static IServiceCollection AddHttpFace(this IServiceCollection services)
    {
        services.AddSingleton<ApiKeys>().AddSingleton<RateLimits>().AddSingleton<AccessGate>().AddSingleton<Failures>().AddSingleton<RequestBody>();
        services.AddSingleton(_ => NotifySocket.OfEnvironment()).AddHostedService<SystemdNotifier>();
        services.AddSingleton<HealthRoutes>().AddSingleton<AnsweringRoutes>();
        services.AddSingleton<Models>().AddSingleton<ModelStatistics>().AddSingleton<ProtocolRoutes>().AddSingleton<InferenceWork>().AddSingleton<InferenceRoutes>();
        services.AddSingleton<ReadingRoutes>().AddSingleton<MetricsRoute>();
        services.AddSingleton<ExpertLife>().AddSingleton<GateLife>().AddSingleton<ModelRepository>().AddSingleton<ChangingRoutes>().AddSingleton<EventsRoute>().AddSingleton<StatsRoute>();
        return services;
    }
}
