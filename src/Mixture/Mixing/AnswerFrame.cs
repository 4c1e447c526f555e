using MoECollab.Mixture.Answering;
using MoECollab.Mixture.Executing;

namespace MoECollab.Mixture.Mixing;

/// <summary>What an answer carries besides what the experts said.</summary>
/// <param name="Trace">Names the call's answers.</param>
/// <param name="Text">The input's.</param>
/// <param name="Row">Its place in the batch.</param>
internal readonly record struct AnswerFrame(AnswerTrace Trace, string Text, int Row)
{
    /// <summary>Counted work; null unless asked for.</summary>
    public long? MultiplyAdds { get; init; }

    /// <summary>Whether the probability of every label is wanted.</summary>
    public bool Probabilities { get; init; }

    /// <summary>Where mean vectors go; null where no expert answers in vectors.</summary>
    public VectorRows? Vectors { get; init; }
}
