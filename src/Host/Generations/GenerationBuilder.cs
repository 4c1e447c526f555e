using Microsoft.Extensions.Logging;
using MoECollab.Encoders;
using MoECollab.Experts;
using MoECollab.Gating;
using MoECollab.Gating.Composing;
using MoECollab.Gating.FallingBack;
using MoECollab.Gating.Numerics.Panels;
using MoECollab.Host.Budget;
using MoECollab.Host.Scheduling.Caching;
using MoECollab.Host.Scheduling.Watching;
using MoECollab.Host.Seeing.Steps;
using MoECollab.Loading;
using MoECollab.Mixture;
using MoECollab.Mixture.Mixing;
using MoECollab.Packaging.Files;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Mixtures;

namespace MoECollab.Host.Generations;

/// <summary>Puts gate and mixture together over what is loaded.</summary>
internal sealed class GenerationBuilder(HostStart start, ExpertCalls calls, EmbeddingCache cache, ExpertPlacement placement, StepTimes times, ILoggerFactory logs)
{
    // Stands in where no encoder is installed, for gates and experts that read no hidden vectors.
    private static readonly EncoderDescription NoEncoder = new("", "", "", 0);

    private readonly ILogger _gateLog = logs.CreateLogger("MoECollab.Gate");

    /// <summary>Builds a generation.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="home">What is loaded.</param>
    /// <param name="outOfRouting">Ids that are not routed to.</param>
    /// <exception cref="Errors.MoECollabException">Gate or mixture do not fit what is loaded.</exception>
    public Generation Build(long number, LoadedHome home, IReadOnlySet<string> outOfRouting)
    {
        var configuration = home.Mixture ?? new MixtureConfiguration();
        var fallback = FallbackRule.Parse(configuration.Fallback ?? "prototype");
        var options = new MixtureOptions { Device = start.Device, Temperature = configuration.Temperature ?? 1, Fallback = fallback, SnapshotVersion = number };
        var experts = ExpertsOf(home);
        var parts = new GenerationParts { Encoder = EncoderOf(home), Experts = experts, Out = outOfRouting, Options = options };
        MixtureExpert[] routed = [.. experts.Values.Where(expert => !outOfRouting.Contains(expert.Descriptor.Id))];
        if (routed.Length == 0)
            return new Generation(number, home, parts with { Fault = WhyNone(home, experts.Count) });

        var gate = BuildGate(home, configuration, fallback);
        Reservation? place = null;
        try
        {
            place = placement.Reserve("gate", gate);
            return new Generation(number, home, parts with { Gate = gate, GatePlace = place, Mixture = new ExpertMixture(parts.Encoder, gate, routed, options with { WhenDecided = Timed(gate) }) });
        }
        catch
        {
            place?.Dispose();
            gate.Dispose();
            throw;
        }
    }

    /// <summary>A generation without a mixture, which says why; experts answer under their own ids.</summary>
    public Generation Silent(long number, LoadedHome home, string fault) =>
        new(number, home, new GenerationParts { Encoder = EncoderOf(home), Experts = ExpertsOf(home), Out = new HashSet<string>(), Options = new MixtureOptions { Device = start.Device }, Fault = fault });

    private IEncoder? EncoderOf(LoadedHome home) => cache.Over(home.Encoder?.Encoder, start.Device) is { } encoder ? TimedEncoder.Of(encoder, times) : null;

    private Action<int, long> Timed(ComposedGate gate)
    {
        var name = $"{gate.Id}@{gate.Version}";
        return (inputs, began) => times.Decided(name, began, inputs);
    }

    private Dictionary<string, MixtureExpert> ExpertsOf(LoadedHome home) => home.Experts.Where(expert => expert.Package.IsLoaded).ToDictionary(expert => expert.Id, Watched, StringComparer.Ordinal);

    private MixtureExpert Watched(LoadedExpert loaded)
    {
        IExpert watched = loaded.Expert switch
        {
            IDirectExpert direct and IRowLogits rows => new WatchedRowsExpert(loaded.Id, loaded.Descriptor.Version, direct, rows, calls),
            IDirectExpert direct => new WatchedDirectExpert(loaded.Id, loaded.Descriptor.Version, direct, calls),
            _ => new WatchedExpert(loaded.Id, loaded.Descriptor.Version, loaded.Expert, calls),
        };
        return new MixtureExpert(loaded.Descriptor, watched);
    }

    private ComposedGate BuildGate(LoadedHome home, MixtureConfiguration configuration, FallbackRule fallback)
    {
        var files = new PackageFiles(home.Home.Root);
        var file = GateFile.Untrained();
        if (configuration.GateName is { } name)
        {
            files = new PackageFiles(home.Home.Locate(PackageRole.Gate, name.Id, name.Version).Folder);
            file = GateFile.Read(files);
        }

        if (configuration.GuardThreshold is { } threshold)
            file = file.WithGuardThreshold(threshold);
        var options = new GateOptions { Fallback = fallback, WhenGuardFails = WhenGuardFails(configuration) };
        return new GateBuilder(Registry(home), _gateLog).Build(file, files, new GateSurroundings(home.Encoder?.Description ?? NoEncoder, start.Device, options));
    }

    private static GatingRegistry Registry(LoadedHome home) =>
        home.GatingComponents.Where(component => component.Package.IsLoaded).Aggregate(GatingRegistry.BuiltIn, (registry, component) => component.Role switch
        {
            var role when role == typeof(IScorer) => registry.With(component.Id, component.Factory<IScorer>()),
            var role when role == typeof(IScoreTransform) => registry.With(component.Id, component.Factory<IScoreTransform>()),
            var role when role == typeof(IGuard) => registry.With(component.Id, component.Factory<IGuard>()),
            var role when role == typeof(ISelector) => registry.With(component.Id, component.Factory<ISelector>()),
            var role when role == typeof(IFeatureExtractor) => registry.With(component.Id, component.Factory<IFeatureExtractor>()),
            _ => registry,
        });

    private static GuardAction WhenGuardFails(MixtureConfiguration configuration) => configuration.GuardFailure switch
    {
        "fallback" => GuardAction.Fallback,
        "pass" => GuardAction.Pass,
        _ => GuardAction.Reject,
    };

    private static string WhyNone(LoadedHome home, int loaded)
    {
        if (loaded > 0)
            return "Every expert is out of routing after faults; each is tried again by itself.";
        var experts = home.Packages.Where(package => package.Package.Role == PackageRole.Expert).ToList();
        return experts.Count == 0
            ? "No expert is installed: train one with 'moe train expert', or copy a package to experts/<id>/<version>/."
            : string.Join(" ", experts.Select(package => $"{package.Package.Key} is {package.Status.State}: {package.Status.Reason}"));
    }
}
