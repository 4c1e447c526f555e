using MoECollab.Encoders;
using MoECollab.Gating;
using MoECollab.Mixture;
using MoECollab.Mixture.Mixing;

namespace MoECollab.Host.Generations;

/// <summary>What a generation answers with.</summary>
internal sealed record GenerationParts
{
    public IEncoder? Encoder { get; init; }

    public IGate? Gate { get; init; }

    /// <summary>The gate's part of the memory budget; disposed after it.</summary>
    public IDisposable? GatePlace { get; init; }

    public ExpertMixture? Mixture { get; init; }

    /// <summary>Every loaded expert, watched, by id.</summary>
    public required IReadOnlyDictionary<string, MixtureExpert> Experts { get; init; }

    public required IReadOnlySet<string> Out { get; init; }

    public required MixtureOptions Options { get; init; }

    public string? Fault { get; init; }

    /// <summary>Whether gate and routed experts are the program's own code over weights that stay in memory, and the mixture needs no tensors.</summary>
    public bool IsPrompt { get; init; }

    /// <summary>A mixture of one expert.</summary>
    public ExpertMixture Alone(string id, IEncoder? encoder)
    {
        var expert = Experts[id];
        return new ExpertMixture(encoder, new OnlyGate(expert.Descriptor), [expert], Options);
    }
}
