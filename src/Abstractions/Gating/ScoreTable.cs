namespace MoECollab.Gating;

/// <summary>One score per input and expert, in host memory: logits, higher is better; −∞ masks an expert. Columns follow the snapshot.</summary>
/// <param name="rows">B.</param>
/// <param name="experts">N.</param>
public sealed class ScoreTable(int rows, int experts)
{
    private readonly float[] _values = new float[rows * experts];

    /// <summary>B.</summary>
    public int Rows => rows;

    /// <summary>N.</summary>
    public int Experts => experts;

    /// <summary>The experts (positions in the snapshot) that the scorer was not trained for and scored by their shipped routing keys, or could not score at all.</summary>
    public IReadOnlyList<int> Cold { get; init; } = [];

    /// <summary>All scores, row by row.</summary>
    public Span<float> Values => _values;

    /// <summary>The scores of one input, [N].</summary>
    /// <param name="row">0 to B − 1.</param>
    public Span<float> Row(int row) => _values.AsSpan(row * experts, experts);
}
