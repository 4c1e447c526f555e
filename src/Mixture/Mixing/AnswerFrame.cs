namespace MoECollab.Mixture.Mixing;

/// <summary>What an answer carries besides what the experts said.</summary>
/// <param name="TraceId">Names the answer.</param>
/// <param name="MultiplyAdds">Counted work; null unless asked for.</param>
/// <param name="Probabilities">Whether the probability of every label is wanted.</param>
internal readonly record struct AnswerFrame(string TraceId, long? MultiplyAdds, bool Probabilities);
