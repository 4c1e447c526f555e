namespace MoECollab.Training.Fitting;

/// <summary>How gradients become steps.</summary>
public enum FitOptimiser
{
    /// <summary>Kingma and Ba 2015.</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay, Loshchilov and Hutter 2019.</summary>
    AdamW,
}
