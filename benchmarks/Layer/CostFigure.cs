namespace MoECollab.Benchmarks.Layer;

/// <summary>CPU µs an input of one arrangement, a figure for each round.</summary>
/// <param name="Whole">Of an answer.</param>
/// <param name="Gate">Of its decision alone.</param>
internal sealed record CostFigure(List<double> Whole, List<double> Gate)
{
    /// <summary>What remains without the gate.</summary>
    public double Rest => LayerFigure.Median([.. Whole.Zip(Gate, (all, part) => all - part)]);
}
