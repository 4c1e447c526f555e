using System.Collections.Concurrent;

namespace MoECollab.Gating.Numerics.Panels;

/// <summary>
/// From how many rows a product goes to the BLAS: measured, for each shape of matrix once, when the first product of so many rows is asked for. What is decided holds for the life of the process,
/// so that equal batches are summed in equal order. Calls may overlap.
/// </summary>
/// <remarks>
/// Where products go to the BLAS, answers agree within 1e-5 with those of other group sizes and other processes, not to the last bit. Who wants the bits sets the runtime's switch
/// <c>MoECollab.OwnKernelsOnly</c> (runtimeconfig.json): nothing is measured then, and nothing goes there.
/// </remarks>
/// <param name="measure">Times a matrix's product in both ways for numbers of rows.</param>
internal sealed class LargeProducts(Func<PackedMatrix, IReadOnlyList<int>, IReadOnlyList<ProductTimes>> measure)
{
    /// <summary>Products of fewer rows are never handed on: laying out rows and weights for a BLAS costs as much as they do.</summary>
    public const int Least = 64;

    // The BLAS has to win by more than what a busy machine makes of a measurement, or its answers would differ from run to run for nothing.
    private const double Gain = 1.1;

    private static readonly int[] Sizes = [Least, 2 * Least];

    private readonly ConcurrentDictionary<(int Inputs, int Outputs), Lazy<int>> _decided = [];

    /// <summary>Those of the process.</summary>
    public static LargeProducts OfProcess { get; } = new(AppContext.TryGetSwitch("MoECollab.OwnKernelsOnly", out var isSet) && isSet ? (_, _) => [] : ProductTrial.Measure);

    /// <summary>What was decided so far: the rows from which on products of a shape go to the BLAS, <see cref="int.MaxValue"/> for never.</summary>
    public IEnumerable<((int Inputs, int Outputs) Shape, int From)> Decided =>
        _decided.Where(shape => shape.Value.IsValueCreated).Select(shape => (shape.Key, shape.Value.Value)).Order();

    /// <summary>Whether a product goes to the BLAS.</summary>
    /// <param name="matrix">W and b.</param>
    /// <param name="rows">Rows of the product.</param>
    public bool GoToBlas(PackedMatrix matrix, int rows) => rows >= Least && rows >= From(matrix);

    /// <summary>The rule: from the least number of rows on from which the BLAS takes less than ten elevenths of the time, whatever more there are.</summary>
    /// <param name="times">By rows, ascending.</param>
    /// <returns>Rows, or <see cref="int.MaxValue"/> for never.</returns>
    public static int Rule(IReadOnlyList<ProductTimes> times)
    {
        var from = int.MaxValue;
        for (var i = times.Count - 1; i >= 0 && times[i].Blas * Gain < times[i].Own; i--)
            from = times[i].Rows;
        return from;
    }

    private int From(PackedMatrix matrix)
    {
        if (!_decided.TryGetValue((matrix.Inputs, matrix.Outputs), out var from))
            from = _decided.GetOrAdd((matrix.Inputs, matrix.Outputs), new Lazy<int>(() => Rule(measure(matrix, Sizes))));
        return from.Value;
    }
}
