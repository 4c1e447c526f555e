namespace MoECollab.Studies.Baselines;

/// <summary>How the fastText baseline is trained: one fixed setting for every data set, on one thread.</summary>
public sealed record FastTextSettings
{
    /// <summary>Longest run of words that is a feature.</summary>
    public int WordNgrams { get; init; } = 2;

    /// <summary>Length of a feature's vector.</summary>
    public int Dimension { get; init; } = 64;

    /// <summary>The learning rate at the start.</summary>
    public double LearningRate { get; init; } = 0.5;

    /// <summary>Passes over the training rows.</summary>
    public int Epochs { get; init; } = 25;

    /// <summary>Rows of the table that word n-grams are hashed into; fastText's own default.</summary>
    public int Buckets { get; init; } = 2_000_000;

    /// <summary>The seed.</summary>
    public int Seed { get; init; }
}
