using Microsoft.Extensions.Logging;
using MoECollab.Encoders;
using MoECollab.Experts;
using MoECollab.Gating.Composing;
using MoECollab.Gating.Numerics.Panels;
using MoECollab.Gating.Numerics.Stacks;
using MoECollab.Host.Budget;
using MoECollab.Host.Scheduling.Caching;
using MoECollab.Host.Scheduling.Watching;
using MoECollab.Host.Seeing.Steps;
using MoECollab.Loading;
using MoECollab.Mixture;
using MoECollab.Mixture.Mixing;

namespace MoECollab.Host.Generations;

/// <summary>Puts gate and mixture together over what is loaded.</summary>
internal sealed class GenerationBuilder(HostStart start, ExpertCalls calls, EmbeddingCache cache, ExpertPlacement placement, StepTimes times, ILoggerFactory logs)
{
    private readonly ILogger _gateLog = logs.CreateLogger("MoECollab.Gate");
    private readonly ILogger _mixtureLog = logs.CreateLogger("MoECollab.Mixture");

    /// <summary>Builds a generation.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="home">What is loaded.</param>
    /// <param name="outOfRouting">Ids that are not routed to.</param>
    /// <exception cref="Errors.MoECollabException">Gate or mixture do not fit what is loaded.</exception>
    public Generation Build(long number, LoadedHome home, IReadOnlySet<string> outOfRouting)
    {
        var choice = new HomeGate(home);
        var options = new MixtureOptions { Device = start.Device, Temperature = choice.Temperature, Fallback = choice.Options.Fallback, SnapshotVersion = number, Logger = _mixtureLog };
        var experts = ExpertsOf(home);
        var parts = new GenerationParts { Encoder = EncoderOf(home), Experts = experts, Out = outOfRouting, Options = options };
        MixtureExpert[] routed = [.. experts.Values.Where(expert => !outOfRouting.Contains(expert.Descriptor.Id))];
        if (routed.Length == 0)
            return new Generation(number, home, parts with { Fault = WhyNone(home, experts.Count) });

        var gate = choice.Build(start.Device, _gateLog);
        Reservation? place = null;
        try
        {
            place = placement.Reserve("gate", gate);
            var mixture = new ExpertMixture(parts.Encoder, gate, routed, options with { WhenDecided = Timed(gate) });
            return new Generation(number, home, parts with { Gate = gate, GatePlace = place, Mixture = mixture, IsPrompt = mixture.NeedsNoTensor && placement.Budget is null && routed.All(expert => IsOurs(home, expert)) });
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
            IDirectExpert direct and IRowLogits rows and IStackable => new WatchedStackableExpert(loaded.Id, loaded.Descriptor.Version, direct, rows, calls),
            IDirectExpert direct and IRowLogits rows => new WatchedRowsExpert(loaded.Id, loaded.Descriptor.Version, direct, rows, calls),
            IDirectExpert direct => new WatchedDirectExpert(loaded.Id, loaded.Descriptor.Version, direct, calls),
            _ => new WatchedExpert(loaded.Id, loaded.Descriptor.Version, loaded.Expert, calls),
        };
        return new MixtureExpert(loaded.Descriptor, watched);
    }

    // An expert that somebody else wrote may not return, and then costs the thread that it is on.
    private static bool IsOurs(LoadedHome home, MixtureExpert expert) =>
        home.Experts.First(loaded => loaded.Id == expert.Descriptor.Id && loaded.Package.IsLoaded).Expert.GetType().Assembly == typeof(ExpertMixture).Assembly;

    private static string WhyNone(LoadedHome home, int loaded) =>
        loaded > 0 ? "Every expert is out of routing after faults; each is tried again by itself." : HomeGate.WhyNoExpert(home);
}
