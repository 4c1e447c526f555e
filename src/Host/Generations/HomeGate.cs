using Microsoft.Extensions.Logging;
using MoECollab.Encoders;
using MoECollab.Errors;
using MoECollab.Gating;
using MoECollab.Gating.Composing;
using MoECollab.Gating.FallingBack;
using MoECollab.Loading;
using MoECollab.Packaging.Files;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Mixtures;
using MoECollab.Training;
using static TorchSharp.torch;

namespace MoECollab.Host.Generations;

/// <summary>
/// The gate of a loaded home, as its <c>moe.json</c> names it. Without a trained one, experts are chosen by their routing keys; where there is no encoder
/// that could tell how near a text is to them, all experts answer with equal weights.
/// </summary>
public sealed class HomeGate
{
    private const string EvenName = "uniform", KeysName = "prototype";

    // Stands in where no encoder is installed, for gates and experts that read no hidden vectors.
    private static readonly EncoderDescription NoEncoder = new("", "", "", 0);

    private readonly LoadedHome _home;
    private readonly MixtureConfiguration _configuration;

    /// <summary>Reads what a home says of its gate; nothing is built.</summary>
    /// <param name="home">What is loaded; borrowed.</param>
    /// <exception cref="MoECollabException">Its fallback is empty (<c>fallback-invalid</c>).</exception>
    public HomeGate(LoadedHome home)
    {
        _home = home;
        _configuration = home.Mixture ?? new MixtureConfiguration();
        Options = new GateOptions
        {
            Fallback = FallbackRule.Parse(_configuration.Fallback ?? (home.Encoder is null ? EvenName : KeysName)),
            WhenGuardFails = _configuration.GuardFailure switch
            {
                "fallback" => GuardAction.Fallback,
                "pass" => GuardAction.Pass,
                _ => GuardAction.Reject,
            },
        };
    }

    /// <summary>Where inputs go that the gate does not place.</summary>
    public GateOptions Options { get; }

    /// <summary>Divides the logits of every gate; 1 where the home says nothing.</summary>
    public double Temperature => _configuration.Temperature ?? 1;

    /// <summary>The gating components of this program and of a home's packages.</summary>
    /// <param name="home">What is loaded.</param>
    public static GatingRegistry Registry(LoadedHome home) =>
        home.GatingComponents.Where(component => component.Package.IsLoaded).Aggregate(GatingRegistry.BuiltIn, (registry, component) => component.Role switch
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

    /// <summary>Why no expert of a home is loaded, expert by expert.</summary>
    /// <param name="home">What is loaded.</param>
    public static string WhyNoExpert(LoadedHome home)
    {
        var experts = home.Packages.Where(package => package.Package.Role == PackageRole.Expert).ToList();
        return experts.Count == 0
            ? "No expert is installed: train one with 'moe train expert', or copy a package to experts/<id>/<version>/."
            : string.Join(" ", experts.Select(package => $"{package.Package.Key} is {package.Status.State}: {package.Status.Reason}"));
    }

    /// <summary>Builds the home's gate; the caller owns it.</summary>
    /// <param name="device">Where it computes.</param>
    /// <param name="log">What its components say.</param>
    /// <exception cref="MoECollabException">The gate is not there (<c>gate-not-found</c>), not sound, or does not fit the encoder.</exception>
    public ComposedGate Build(Device device, ILogger log)
    {
        var files = new PackageFiles(_home.Home.Root);
        var gate = Untrained();
        if (_configuration.GateName is { } name)
        {
            var folder = _home.Home.Locate(PackageRole.Gate, name.Id, name.Version).Folder;
            if (!Directory.Exists(folder))
                throw new MoECollabException("gate-not-found", $"{_home.Home.MixturePath} names the gate {name.Id}@{name.Version}, and there is no {folder}. Train it again with 'moe train gate', put it back, or name another with 'moe gates activate'.");
            files = new PackageFiles(folder);
            gate = GateFile.Read(files);
        }

        return Build(_configuration.GuardThreshold is { } threshold ? gate.WithGuardThreshold(threshold) : gate, files, device, log);
    }

    /// <summary>Builds another gate over the same home; the caller owns it.</summary>
    /// <param name="gate">What it is made of.</param>
    /// <param name="files">Where its weights are.</param>
    /// <param name="device">Where it computes.</param>
    /// <param name="log">What its components say.</param>
    /// <exception cref="MoECollabException">It is not sound, or does not fit the encoder.</exception>
    public ComposedGate Build(GateFile gate, PackageFiles files, Device device, ILogger log) =>
        new GateBuilder(Registry(_home), log).Build(gate, files, new GateSurroundings(_home.Encoder?.Description ?? NoEncoder, device, Options));

    private GateFile Untrained() => _home.Encoder is not null ? GateFile.Untrained() : GateFile.Untrained(Math.Max(1, _home.Experts.Count)) with
    {
        Id = EvenName,
        Scorer = new GateComponent(EvenName),
    };
}
