namespace MoECollab.Benchmarks.Layer;

/// <summary>What came of building a cell's forms.</summary>
/// <param name="Apart">How far each form's answer to the first input is from <paramref name="Answer"/> at most.</param>
/// <param name="Pool">How many inputs there are.</param>
/// <param name="Answer">The sorted split's answer to the first input, [N, d].</param>
internal sealed record BuiltForms(IReadOnlyDictionary<string, double> Apart, int Pool, float[] Answer)
{
    /// <summary>How far another answer to the first input is at most.</summary>
    public double DistanceOf(float[] other) => Answer.Zip(other, (expected, actual) => Math.Abs(expected - actual)).Max();
}
