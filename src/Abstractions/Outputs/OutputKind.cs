namespace MoECollab.Outputs;

/// <summary>What the numbers of an <see cref="ExpertOutput"/> are.</summary>
public enum OutputKind
{
    /// <summary>Unnormalised class scores.</summary>
    Logits,

    /// <summary>Class probabilities.</summary>
    Probabilities,

    /// <summary>Real vectors.</summary>
    Vectors,

    /// <summary>Free texts.</summary>
    Texts,
}
