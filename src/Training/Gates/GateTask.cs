namespace MoECollab.Training.Gates;

/// <summary>What a gate is fitted to.</summary>
public enum GateTask
{
    /// <summary>−log Σ g_i p_i(y|x): whichever expert gives the right label, is right.</summary>
    Mixture,

    /// <summary>Cross-entropy against the expert of the example's own domain.</summary>
    Domains,

    /// <summary>
    /// Domains that share labels, and experts of all domains beside theirs: whose text an example is, is learned from the domains; how much the
    /// general experts are worth, on validation from what the experts give to the right labels. For scorers that train themselves.
    /// </summary>
    Owners,
}
