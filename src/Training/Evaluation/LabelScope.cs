namespace MoECollab.Training.Evaluation;

/// <summary>When a predicted label is right.</summary>
public enum LabelScope
{
    /// <summary>Label and domain must both be right.</summary>
    WithDomain,

    /// <summary>The label alone decides: the same string in two domains is one label (<c>--merge-labels</c>).</summary>
    Merged,
}
