namespace MoECollab.Mixture.Mixing;

/// <summary>Whether one input on a CPU may be answered in host memory, without tensors. The answers are equal within 1e-5.</summary>
public enum DirectPath
{
    /// <summary>Each part that can do without tensors does.</summary>
    WherePossible,

    /// <summary>Everything works on tensors, as for a batch.</summary>
    Never,
}
