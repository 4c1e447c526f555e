using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Errors;
using MoECollab.Gating;
using MoECollab.Gating.Composing;
using MoECollab.Host.Generations;
using MoECollab.Inputs;
using MoECollab.Loading;
using MoECollab.Mixture;
using MoECollab.Mixture.Devices;
using MoECollab.Mixture.Kinds;
using MoECollab.Mixture.Mixing;
using MoECollab.Packaging.Files;
using MoECollab.Packaging.Homes;

namespace MoECollab.Cli.Homes;

/// <summary>A home put to work in this process: packages loaded, gate built, mixture ready.</summary>
internal sealed class OpenedHome : IDisposable
{
    private readonly MixtureOptions _options;
    private readonly HomeGate _choice;

    private OpenedHome(LoadedHome loaded, DeviceChoice device)
    {
        Loaded = loaded;
        Device = device;
        _choice = new HomeGate(loaded);
        _options = new MixtureOptions { Device = device.Device, Temperature = _choice.Temperature, Fallback = _choice.Options.Fallback };
        Experts = [.. loaded.Experts.Select(expert => new MixtureExpert(expert.Descriptor, expert.Expert))];
        Gate = _choice.Build(device.Device, NullLogger.Instance);
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
            throw new MoECollabException("home-not-found", $"There is no home {Path.GetFullPath(root)}. Make one with 'moe fit' or 'moe train', or name another with --home.");
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
            if (loaded.Mixture is null && Directory.Exists(loaded.Home.FitPath))
                throw new MoECollabException("home-unfinished", $"'moe fit' has not finished {loaded.Home.Root}: it has no {loaded.Home.MixturePath} yet. Give the same 'moe fit' command again, it goes on where it was.");
            if (loaded.Experts.Count == 0)
                throw new MoECollabException("expert-not-found", $"No expert of {loaded.Home.Root} can answer. {HomeGate.WhyNoExpert(loaded)}");
            return new OpenedHome(loaded, device);
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
    public ComposedGate Build(GateFile gate) => _choice.Build(gate, new PackageFiles(Loaded.Home.Root), Device.Device, NullLogger.Instance);

    /// <summary>Learned values of the mixture: gate, experts, and the encoder where any of them reads its vectors; a table counts once.</summary>
    public long ParameterCount =>
        Gate.Scorer.ParameterCount
        + Experts.Sum(expert => expert.Expert.Traits.ParameterCount)
        + (ReadsHidden ? Loaded.Encoder?.Encoder.ParameterCount ?? 0 : 0);

    private bool ReadsHidden =>
        Gate.NeedsFor(Mixture.Snapshot).HasFlag(InputNeeds.Hidden) || Experts.Any(expert => expert.Expert.Traits.Needs.HasFlag(InputNeeds.Hidden));

    /// <summary>Says what went wrong on a device, where the answers came the ordinary way for that.</summary>
    public void TellDeviceFault(TextWriter error)
    {
        if (Mixture.DeviceFault is { } fault)
            error.WriteLine($"moe: warning: the experts could not answer together on {Device.Device} and answered one by one, which is slower: {fault}");
    }

    public void Dispose()
    {
        Mixture.Dispose();
        Gate.Dispose();
        Loaded.Dispose();
    }
}
