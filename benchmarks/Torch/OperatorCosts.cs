using static TorchSharp.torch;

namespace MoECollab.Benchmarks.Torch;

/// <summary>What a small operator costs through the managed surface, as a multiple of the raw native call.</summary>
internal sealed class OperatorCosts : IDisposable
{
    private const int Rounds = 120;
    private const int Calls = 1500;

    private readonly Tensor _left = rand(4, 4);
    private readonly Tensor _right = rand(4, 4);
    private readonly OperatorVariant[] _variants;

    internal OperatorCosts()
    {
        var (left, right) = (_left, _right);
        var (add, multiply) = (new RawOperator("add", "Tensor"), new RawOperator("mul", "Tensor"));
        _variants =
        [
            new("raw add", "raw add", double.PositiveInfinity, n => { for (var i = 0; i < n; i++) add.Run(left, right); }),
            new("raw mul", "raw mul", double.PositiveInfinity, n => { for (var i = 0; i < n; i++) multiply.Run(left, right); }),
            new("using (a + b)", "raw add", 1.28, n => { for (var i = 0; i < n; i++) (left + right).Dispose(); }),
            new("using (a * b)", "raw mul", 1.28, n => { for (var i = 0; i < n; i++) (left * right).Dispose(); }),
            new("using (a * 2f)", "raw mul", 1.6, n => { for (var i = 0; i < n; i++) (left * 2f).Dispose(); }),
            new("using (a + 1)", "raw add", 1.6, n => { for (var i = 0; i < n; i++) (left + 1).Dispose(); }),
            new("a.add_(b)", "raw add", double.PositiveInfinity, n => { for (var i = 0; i < n; i++) left.add_(right); }),
            new("a + b in a scope of 100", "raw add", double.PositiveInfinity, n => InScopes(n, left, right)),
        ];
    }

    /// <summary>Median ratios over rounds in which every variant runs once, in random order.</summary>
    internal IEnumerable<OperatorCost> Measure()
    {
        var times = _variants.ToDictionary(variant => variant.Name, _ => new double[Rounds]);
        var order = new Random(1);
        foreach (var variant in _variants) variant.Repeat(Calls * 20);
        for (var round = 0; round < Rounds; round++)
        {
            order.Shuffle(_variants);
            foreach (var variant in _variants)
            {
                var start = ThreadCpuClock.Nanoseconds;
                variant.Repeat(Calls);
                times[variant.Name][round] = (ThreadCpuClock.Nanoseconds - start) / (double)Calls;
            }
        }
        return _variants.OrderBy(variant => variant.Base + variant.Name, StringComparer.Ordinal).Select(variant => new OperatorCost(
            variant.Name,
            Median(times[variant.Name]),
            Median(times[variant.Name].Zip(times[variant.Base], (own, raw) => own / raw)),
            variant.Limit));
    }

    public void Dispose()
    {
        _left.Dispose();
        _right.Dispose();
    }

    private static void InScopes(int count, Tensor left, Tensor right)
    {
        for (var done = 0; done < count; done += 100) InScope(left, right);
    }

    private static void InScope(Tensor left, Tensor right)
    {
        using var scope = NewDisposeScope();
        for (var i = 0; i < 100; i++) _ = left + right;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
