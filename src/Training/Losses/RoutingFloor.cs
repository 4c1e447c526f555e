namespace MoECollab.Training.Losses;

/// <summary>The smallest values that enter a logarithm.</summary>
internal static class RoutingFloor
{
    /// <summary>About the smallest float32 above which log and its gradient stay far from overflow.</summary>
    public const float Probability = 1e-12f;

    /// <summary>The least likelihood an expert is given for a label, so that an example which no expert knows costs a finite loss.</summary>
    public const float Likelihood = 1e-8f;
}
