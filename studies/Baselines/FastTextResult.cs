namespace MoECollab.Studies.Baselines;

/// <summary>What the fastText baseline came to.</summary>
public sealed record FastTextResult
{
    /// <summary>Why there is no result; null where there is one.</summary>
    public string? Absent { get; init; }

    /// <summary>One answer per test row; empty where there is no result.</summary>
    public IReadOnlyList<FastTextAnswer> Answers { get; init; } = [];

    /// <summary>CPU seconds of training, user and system.</summary>
    public double TrainingCpuSeconds { get; init; }

    /// <summary>Median microseconds to classify one text, one thread, after a warm-up.</summary>
    public double Microseconds { get; init; }

    /// <summary>Multiply-adds per text, mean: one add per dimension of each feature looked up, and the output layer.</summary>
    public long MultiplyAdds { get; init; }

    /// <summary>Learned values: word and bucket vectors, and the output layer.</summary>
    public long Parameters { get; init; }
}
