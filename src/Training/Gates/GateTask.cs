namespace MoECollab.Training.Gates;

/// <summary>What a gate is fitted to.</summary>
public enum GateTask
{
    /// <summary>−log Σ g_i p_i(y|x): whichever expert gives the right label, is right.</summary>
    Mixture,

    /// <summary>Cross-entropy against the expert of the example's own domain.</summary>
    Domains,
}
