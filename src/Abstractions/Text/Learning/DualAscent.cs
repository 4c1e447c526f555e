using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MoECollab.Text.Learning;

/// <summary>
/// Dual coordinate descent for one-against-the-rest support vector machines with squared hinge loss (Hsieh et al. 2008, algorithm 1),
/// all classes of an example at once: min_w ½|w|² + C Σ_i max(0, 1 − y_i w·x_i)² for each class, y_i = ±1. The classes share the
/// walk over the example's n-grams, and a row of weights is a few vector registers, which makes a pass 20 times cheaper than class by class.
/// Where the problem has scales s, class c sees x ∘ s_c; what is kept is v = s_c ∘ w, so that scoring needs no scales: Δv = y Δα x ∘ s_c².
/// </summary>
internal sealed class DualAscent
{
    private readonly MarginProblem _problem;
    private readonly int _stride;
    private readonly float[] _norms;     // [n], or [n, stride] with scales: |x ∘ s|² + 1 for the bias
    private readonly float[] _duals;     // [n, stride], α ≥ 0
    private readonly float[] _scores;    // [stride]
    private readonly float[] _changes;   // [stride], y · Δα
    private readonly float _strength;
    private readonly long _seed;

    public DualAscent(MarginProblem problem, float strength, long seed)
    {
        _problem = problem;
        _strength = strength;
        _seed = seed;
        _stride = VectorMath.Stride(problem.ClassCount);
        _norms = problem.SquaredScales is null ? Norms(problem.Rows) : ScaledNorms(problem, _stride);
        _duals = new float[checked(problem.Rows.Count * _stride)];
        _scores = new float[_stride];
        _changes = new float[_stride];
        Weights = new float[checked(problem.Columns * _stride)];
        Bias = new float[_stride];
    }

    /// <summary>What is solved.</summary>
    public MarginProblem Problem => _problem;

    /// <summary>W, [F, stride].</summary>
    public float[] Weights { get; }

    /// <summary>b, [stride].</summary>
    public float[] Bias { get; }

    /// <summary>Passes made.</summary>
    public int Epoch { get; private set; }

    /// <summary>One pass over all examples, in an order that depends on the seed and the number of the pass alone.</summary>
    // A training of half a second is over before the runtime would compile such loops anew, here and where texts are counted.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Pass(Action<int> seen, CancellationToken cancellation)
    {
        const int ReportEvery = 256;
        var order = Enumerable.Range(0, _problem.Rows.Count).ToArray();
        new Random(HashCode(_seed, Epoch)).Shuffle(order);
        for (var at = 0; at < order.Length; at++)
        {
            if (at % ReportEvery == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                seen(at);
            }

            Step(order[at]);
        }

        Epoch++;
    }

    /// <summary>The arrays that a later run needs to go on from here.</summary>
    public IReadOnlyList<float[]> State => [Weights, Bias, _duals];

    /// <summary>Goes on after this many passes; <see cref="State"/> has been filled with what was kept.</summary>
    public void Resume(int epoch) => Epoch = epoch;

    /// <summary>Logits of one sparse vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Score(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, Span<float> scores)
    {
        Bias.CopyTo(scores);
        VectorMath.AddRows(scores, Weights, columns, values);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Step(int row)
    {
        var columns = _problem.Rows.ColumnsOf(row);
        var values = _problem.Rows.ValuesOf(row);
        Score(columns, values, _scores);
        if (!Ascend(row, _problem.Classes[row]))
            return;

        VectorMath.AddScaled(Bias, _changes, 1f);
        if (_problem.SquaredScales is not { } scales)
        {
            for (var at = 0; at < columns.Length; at++)
                VectorMath.AddScaled(Weights.AsSpan(columns[at] * _stride, _stride), _changes, values[at]);
            return;
        }

        for (var at = 0; at < columns.Length; at++)
            VectorMath.AddProduct(Weights.AsSpan(columns[at] * _stride, _stride), _changes, scales.AsSpan(columns[at] * _stride, _stride), values[at]);
    }

    /// <summary>Moves the α of one example to their optimum, every class for itself. False where nothing moves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Ascend(int row, int own)
    {
        var duals = _duals.AsSpan(row * _stride, _stride);
        var diagonal = 0.5f / (_strength * _problem.ClassWeights[own]);
        var (ownScore, ownDual) = (_scores[own], duals[own]);
        var scaled = _problem.SquaredScales is not null;
        var norms = scaled ? MemoryMarshal.Cast<float, Vector<float>>(_norms.AsSpan(row * _stride, _stride)) : default;
        var step = scaled ? default : new Vector<float>(1f / (_norms[row] + diagonal));
        var diagonals = new Vector<float>(diagonal);

        // All classes as if y = −1, then the example's own class anew with y = +1.
        var alphas = MemoryMarshal.Cast<float, Vector<float>>(duals);
        var scores = MemoryMarshal.Cast<float, Vector<float>>(_scores.AsSpan());
        var changes = MemoryMarshal.Cast<float, Vector<float>>(_changes.AsSpan());
        for (var at = 0; at < alphas.Length; at++)
        {
            if (scaled)
                step = Vector<float>.One / (norms[at] + diagonals);
            var gradient = (alphas[at] * diagonal) - scores[at] - Vector<float>.One;
            var moved = Vector.Max(alphas[at] - (gradient * step), Vector<float>.Zero);
            changes[at] = alphas[at] - moved;
            alphas[at] = moved;
        }

        var ownStep = 1f / ((scaled ? _norms[(row * _stride) + own] : _norms[row]) + diagonal);
        var ownMoved = MathF.Max(ownDual - (((ownScore - 1f) + (ownDual * diagonal)) * ownStep), 0f);
        _changes[own] = ownMoved - ownDual;
        duals[own] = ownMoved;
        _changes.AsSpan(_problem.ClassCount).Clear();
        duals[_problem.ClassCount..].Clear();
        return _changes.AsSpan().ContainsAnyExcept(0f);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float[] Norms(SparseRows rows)
    {
        var norms = new float[rows.Count];
        for (var row = 0; row < norms.Length; row++)
        {
            norms[row] = 1f;
            foreach (var value in rows.ValuesOf(row))
                norms[row] += value * value;
        }

        return norms;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float[] ScaledNorms(MarginProblem problem, int stride)
    {
        var norms = new float[checked(problem.Rows.Count * stride)];
        for (var row = 0; row < problem.Rows.Count; row++)
        {
            var its = norms.AsSpan(row * stride, stride);
            its.Fill(1f);
            var columns = problem.Rows.ColumnsOf(row);
            var values = problem.Rows.ValuesOf(row);
            for (var at = 0; at < columns.Length; at++)
                VectorMath.AddScaled(its, problem.SquaredScales.AsSpan(columns[at] * stride, stride), values[at] * values[at]);
        }

        return norms;
    }

    /// <summary>A seed for each pass; <see cref="System.HashCode"/> would differ from process to process.</summary>
    private static int HashCode(long seed, int epoch)
    {
        var mixed = ((ulong)seed * 0x9E3779B97F4A7C15) + ((ulong)(uint)epoch * 0xC2B2AE3D27D4EB4F);
        return (int)((mixed ^ (mixed >> 29)) * 0xBF58476D1CE4E5B9 >> 33);
    }
}
