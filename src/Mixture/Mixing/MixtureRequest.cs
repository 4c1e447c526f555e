using MoECollab.Gating;

namespace MoECollab.Mixture.Mixing;

/// <summary>What a caller asks of a mixture besides the inputs.</summary>
public sealed record MixtureRequest
{
    // Before whatever is made of it: fields are filled in the order of the text.
    private static readonly IReadOnlyDictionary<string, double> NoObjectives = new Dictionary<string, double>();

    /// <summary>A request that asks for nothing special.</summary>
    public static MixtureRequest Plain { get; } = new();

    /// <summary>Experts that answer each input (k); null for the mixture's own.</summary>
    public int? Experts { get; init; }

    /// <summary>Whether answers carry the probability of every label of the executed experts.</summary>
    public bool Probabilities { get; init; }

    /// <summary>Whether answers carry the multiply-adds that they took; counting reads each text once more.</summary>
    public bool CountWork { get; init; }

    /// <summary>Whether chance may play a part in routing.</summary>
    public RoutingMode Mode { get; init; }

    /// <summary>The only source of randomness.</summary>
    public long Seed { get; init; }

    /// <summary>The caller's trace id; null for one that follows from seed, snapshot, text and its place. In a batch, <c>-ROW</c> is added.</summary>
    public string? TraceId { get; init; }

    /// <summary>Weights of the caller's objectives (cost, latency …), by name.</summary>
    public IReadOnlyDictionary<string, double> Objectives { get; init; } = NoObjectives;

    /// <summary>
    /// Where the answers' mean vectors go, [B, D], row by row: a caller that takes them over before it asks again can give the same memory to every call.
    /// Empty: the answers have memory of their own. Left as it is by a mixture whose vectors an integrator from elsewhere combines.
    /// </summary>
    public Memory<float> Vectors { get; init; }

    /// <summary>Cancelled when the caller no longer waits.</summary>
    public CancellationToken Cancellation { get; init; }
}
