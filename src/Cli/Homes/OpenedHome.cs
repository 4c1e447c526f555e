using MoECollab.Encoders;
using MoECollab.Errors;
using MoECollab.Gating;
using MoECollab.Gating.Composing;
using MoECollab.Gating.FallingBack;
using MoECollab.Loading;
using MoECollab.Mixture;
using MoECollab.Mixture.Devices;
using MoECollab.Mixture.Kinds;
using MoECollab.Mixture.Mixing;
using MoECollab.Packaging.Files;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Mixtures;
using Microsoft.Extensions.Logging.Abstractions;

namespace MoECollab.Cli.Homes;

/// <summary>A home put to work in this process: packages loaded, gate built, mixture ready.</summary>
internal sealed class OpenedHome : IDisposable
{
    // Stands in where no encoder is installed, for gates and experts that read no hidden vectors.
    private static readonly EncoderDescription NoEncoder = new("", "", "", 0);

    private OpenedHome(LoadedHome loaded, GateFile gateFile, IGate gate, ExpertMixture mixture)
    {
        Loaded = loaded;
        GateFile = gateFile;
        Gate = gate;
        Mixture = mixture;
    }

    public LoadedHome Loaded { get; }

    public GateFile GateFile { get; }

    public IGate Gate { get; }

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
            var configuration = loaded.Mixture ?? new MixtureConfiguration();
            var gateFile = GateOf(loaded.Home, configuration, out var files);
            var options = new GateOptions { Fallback = FallbackRule.Parse(configuration.Fallback ?? "prototype"), WhenGuardFails = WhenGuardFails(configuration) };
            var surroundings = new GateSurroundings(loaded.Encoder?.Description ?? NoEncoder, device.Device, options);
            var gate = new GateBuilder(Registry(loaded), NullLogger.Instance).Build(gateFile, files, surroundings);
            var mixture = new ExpertMixture(
                loaded.Encoder?.Encoder,
                gate,
                [.. loaded.Experts.Select(expert => new MixtureExpert(expert.Descriptor, expert.Expert))],
                new MixtureOptions { Device = device.Device, Temperature = configuration.Temperature ?? 1, Fallback = options.Fallback });
            return new OpenedHome(loaded, gateFile, gate, mixture);
        }
        catch
        {
            loaded.Dispose();
            throw;
        }
    }

    /// <summary>The gating components of this program and of a home's packages.</summary>
    public static GatingRegistry Registry(LoadedHome loaded) =>
        loaded.GatingComponents.Aggregate(GatingRegistry.BuiltIn, (registry, component) => component.Role switch
        {
            var role when role == typeof(IScorer) => registry.With(component.Id, component.Factory<IScorer>()),
            var role when role == typeof(IScoreTransform) => registry.With(component.Id, component.Factory<IScoreTransform>()),
            var role when role == typeof(IGuard) => registry.With(component.Id, component.Factory<IGuard>()),
            var role when role == typeof(ISelector) => registry.With(component.Id, component.Factory<ISelector>()),
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
            files = new PackageFiles(home.Locate(PackageRole.Gate, name.Id, name.Version).Folder);
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
