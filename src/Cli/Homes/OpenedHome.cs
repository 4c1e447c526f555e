using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Encoders;
using MoECollab.Errors;
using MoECollab.Gating;
using MoECollab.Gating.Composing;
using MoECollab.Gating.FallingBack;
using MoECollab.Inputs;
using MoECollab.Loading;
using MoECollab.Mixture;
using MoECollab.Mixture.Devices;
using MoECollab.Mixture.Kinds;
using MoECollab.Mixture.Mixing;
using MoECollab.Packaging.Files;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Mixtures;
using MoECollab.Training;

namespace MoECollab.Cli.Homes;

/// <summary>A home put to work in this process: packages loaded, gate built, mixture ready.</summary>
internal sealed class OpenedHome : IDisposable
{
    // Stands in where no encoder is installed, for gates and experts that read no hidden vectors.
    private static readonly EncoderDescription NoEncoder = new("", "", "", 0);

    private readonly MixtureOptions _options;
    private readonly GateBuilder _builder;
    private readonly GateSurroundings _surroundings;

    private OpenedHome(LoadedHome loaded, MixtureConfiguration configuration, DeviceChoice device)
    {
        Loaded = loaded;
        Device = device;
        var failures = new GateOptions { Fallback = FallbackRule.Parse(configuration.Fallback ?? "prototype"), WhenGuardFails = WhenGuardFails(configuration) };
        _options = new MixtureOptions { Device = device.Device, Temperature = configuration.Temperature ?? 1, Fallback = failures.Fallback };
        _surroundings = new GateSurroundings(loaded.Encoder?.Description ?? NoEncoder, device.Device, failures);
        _builder = new GateBuilder(Registry(loaded), NullLogger.Instance);
        Experts = [.. loaded.Experts.Select(expert => new MixtureExpert(expert.Descriptor, expert.Expert))];
        Gate = _builder.Build(GateOf(loaded.Home, configuration, out var files), files, _surroundings);
        Mixture = With(Gate);
    }

    public LoadedHome Loaded { get; }

    public DeviceChoice Device { get; }

    public IReadOnlyList<MixtureExpert> Experts { get; }

    /// <summary>The mixture's gate.</summary>
    public ComposedGate Gate { get; }

    public ExpertMixture Mixture { get; }

    /// <summary>Loads the packages of a home without putting a mixture together: enough to list them.</summary>
    public static LoadedHome Load(string root, DeviceChoice device, CancellationToken cancellation)
    {
        if (!Directory.Exists(root))
            throw new MoECollabException("home-not-found", $"There is no home {Path.GetFullPath(root)}. Make one with 'moe demo' or 'moe train', or name another with --home.");
        return new HomeLoader(new LoadOptions
        {
            Device = device.Device,
            BuiltInKinds = BuiltInKinds.Experts,
            Cancellation = cancellation,
        }).Load(new Home(root));
    }

    /// <summary>Opens a home.</summary>
    /// <exception cref="MoECollabException">It is no home, or nothing in it can answer; the message says why for each package.</exception>
    public static OpenedHome Open(string root, DeviceChoice device, CancellationToken cancellation)
    {
        var loaded = Load(root, device, cancellation);
        try
        {
            if (loaded.Experts.Count == 0)
                throw new MoECollabException("expert-not-found", $"No expert of {loaded.Home.Root} can answer. {Why(loaded)}");
            return new OpenedHome(loaded, loaded.Mixture ?? new MixtureConfiguration(), device);
        }
        catch
        {
            loaded.Dispose();
            throw;
        }
    }

    /// <summary>The same encoder and experts behind another gate.</summary>
    public ExpertMixture With(IGate gate) => new(Loaded.Encoder?.Encoder, gate, Experts, _options);

    /// <summary>A gate without weights, for comparison; owned by the caller.</summary>
    public ComposedGate Build(GateFile gate) => _builder.Build(gate, new PackageFiles(Loaded.Home.Root), _surroundings);

    /// <summary>Learned values of the mixture: gate, experts, and the encoder where any of them reads its vectors; a table counts once.</summary>
    public long ParameterCount =>
        Gate.Scorer.ParameterCount
        + Experts.Sum(expert => expert.Expert.Traits.ParameterCount)
        + (ReadsHidden ? Loaded.Encoder?.Encoder.ParameterCount ?? 0 : 0);

    private bool ReadsHidden =>
        Gate.NeedsFor(Mixture.Snapshot).HasFlag(InputNeeds.Hidden) || Experts.Any(expert => expert.Expert.Traits.Needs.HasFlag(InputNeeds.Hidden));

    /// <summary>The gating components of this program and of a home's packages.</summary>
    public static GatingRegistry Registry(LoadedHome loaded) =>
        loaded.GatingComponents.Aggregate(GatingRegistry.BuiltIn, (registry, component) => component.Role switch
        {
            var role when role == typeof(IScorer) => registry.With(component.Id, component.Factory<IScorer>()),
            var role when role == typeof(IScoreTransform) => registry.With(component.Id, component.Factory<IScoreTransform>()),
            var role when role == typeof(IGuard) => registry.With(component.Id, component.Factory<IGuard>()),
            var role when role == typeof(ISelector) => registry.With(component.Id, component.Factory<ISelector>()),
            var role when role == typeof(IFeatureExtractor) => registry.With(component.Id, component.Factory<IFeatureExtractor>()),
            var role when role == typeof(IAuxiliaryLoss) => registry.With(component.Id, component.Factory<IAuxiliaryLoss>()),
            var role when role == typeof(ISchedule) => registry.With(component.Id, component.Factory<ISchedule>()),
            _ => registry,
        });

    public void Dispose()
    {
        Gate.Dispose();
        Loaded.Dispose();
    }

    private static GateFile GateOf(Home home, MixtureConfiguration configuration, out PackageFiles files)
    {
        files = new PackageFiles(home.Root);
        var gate = GateFile.Untrained();
        if (configuration.GateName is { } name)
        {
            var folder = home.Locate(PackageRole.Gate, name.Id, name.Version).Folder;
            if (!Directory.Exists(folder))
                throw new MoECollabException("gate-not-found", $"{home.MixturePath} names the gate {name.Id}@{name.Version}, and there is no {folder}. Train it again with 'moe train gate', put it back, or name another with 'moe gates activate'.");
            files = new PackageFiles(folder);
            gate = GateFile.Read(files);
        }

        return configuration.GuardThreshold is { } threshold ? gate.WithGuardThreshold(threshold) : gate;
    }

    private static GuardAction WhenGuardFails(MixtureConfiguration configuration) => configuration.GuardFailure switch
    {
        "fallback" => GuardAction.Fallback,
        "pass" => GuardAction.Pass,
        _ => GuardAction.Reject,
    };

    private static string Why(LoadedHome loaded)
    {
        var experts = loaded.Packages.Where(package => package.Package.Role == PackageRole.Expert).ToList();
        return experts.Count == 0
            ? "None is installed: train one with 'moe train expert', or copy a package to experts/<id>/<version>/."
            : string.Join(" ", experts.Select(package => $"{package.Package.Key} is {package.Status.State}: {package.Status.Reason}"));
    }
}
