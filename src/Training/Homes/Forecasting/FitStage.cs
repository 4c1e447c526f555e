namespace MoECollab.Training.Homes.Forecasting;

/// <summary>A stage of a fit, in the order of its work.</summary>
internal enum FitStage
{
    /// <summary>The shared encoder.</summary>
    Encoder,

    /// <summary>Clusters of vectors.</summary>
    Domains,

    /// <summary>The shared vocabulary.</summary>
    Vocabulary,

    /// <summary>Experts, one per domain.</summary>
    Experts,

    /// <summary>The gate and its trial.</summary>
    Gate,

    /// <summary>What is written when the mixture is there: the report.</summary>
    Report,

    /// <summary>Experts once more, with all rows.</summary>
    Refit,
}
