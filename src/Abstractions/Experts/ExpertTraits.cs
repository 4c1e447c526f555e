using MoECollab.Inputs;

namespace MoECollab.Experts;

/// <summary>What an expert declares of itself. What it can do besides is told by the optional interfaces it implements.</summary>
public sealed record ExpertTraits
{
    /// <summary>What it reads of an input.</summary>
    public InputNeeds Needs { get; init; } = InputNeeds.Hidden;

    /// <summary>Equal inputs give equal outputs.</summary>
    public bool Deterministic { get; init; } = true;

    /// <summary>Number of learned values.</summary>
    public long ParameterCount { get; init; }

    /// <summary>Bytes of its weights on the device, packed copies included.</summary>
    public long WeightBytes { get; init; }

    /// <summary>Multiply-adds per input where they do not depend on it; see <see cref="ICountsWork"/> otherwise.</summary>
    public long MultiplyAdds { get; init; }
}
