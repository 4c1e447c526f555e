using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace MoECollab.Host.Seeing.Metrics;

/// <summary>A histogram with labels. It also records on the meter, which is one comparison where nobody listens.</summary>
internal sealed class Histogram : Metric
{
    private readonly MetricName _name;
    private readonly double[] _bounds;
    private readonly Histogram<double> _instrument;
    private readonly ConcurrentDictionary<LabelValues, Cell> _cells = new();

    public Histogram(Meter meter, MetricName name, double[] bounds, params string[] labels)
        : base(labels)
    {
        _name = name;
        _bounds = bounds;
        _instrument = meter.CreateHistogram(name.Name, name.Unit, name.Help, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });
    }

    /// <summary>Bounds for durations in seconds, .001 to 10.</summary>
    public static double[] Seconds { get; } = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    /// <summary>Bounds for durations of the steps within a request, in seconds, 10 µs to 1 s.</summary>
    public static double[] Steps { get; } = [0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];

    /// <summary>Bounds for times between uses, in seconds, a tenth to an hour.</summary>
    public static double[] Ages { get; } = [0.1, 1, 5, 15, 60, 300, 900, 3600];

    /// <summary>Bounds for entropies in nats.</summary>
    public static double[] Nats { get; } = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 3, 4];

    /// <summary>Bounds for probabilities.</summary>
    public static double[] Shares { get; } = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1];

    public void Observe(double value, params ReadOnlySpan<string> values)
    {
        var key = LabelValues.Of(values);
        Observe(value, key, CellOf(key));
    }

    /// <summary>One combination of labels, for who observes it often: it looks the labels up once.</summary>
    public Observed Of(params ReadOnlySpan<string> values) => new(this, LabelValues.Of(values));

    /// <summary>How many values, and their sum.</summary>
    public (long Count, double Sum) Total(params ReadOnlySpan<string> values)
    {
        if (!_cells.TryGetValue(LabelValues.Of(values), out var cell))
            return (0, 0);
        lock (cell)
            return (cell.Buckets.Sum(), cell.Sum);
    }

    /// <summary>How many values are in each bucket, the last one without a bound, over some combinations of labels.</summary>
    public long[] Counts(Func<LabelValues, bool> counts)
    {
        var all = new long[_bounds.Length + 1];
        foreach (var (_, cell) in _cells.Where(pair => counts(pair.Key)))
        {
            lock (cell)
            {
                for (var i = 0; i < all.Length; i++)
                    all[i] += cell.Buckets[i];
            }
        }

        return all;
    }

    /// <summary>The bound below which a share of counted values lies; 0 where there are none.</summary>
    public double Quantile(ReadOnlySpan<long> counts, double share)
    {
        var (all, seen) = (0L, 0L);
        foreach (var count in counts)
            all += count;
        for (var i = 0; i < counts.Length && all > 0; i++)
        {
            seen += counts[i];
            if (seen >= share * all)
                return _bounds[Math.Min(i, _bounds.Length - 1)];
        }

        return 0;
    }

    public override void Write(StringBuilder text)
    {
        var name = _name.Text(isCounter: false);
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {_name.Help}\n# TYPE {name} histogram\n");
        foreach (var (labels, cell) in _cells.Select(pair => (LabelText.Of(Labels, pair.Key), pair.Value)).OrderBy(pair => pair.Item1, StringComparer.Ordinal))
        {
            lock (cell)
                Write(text, name, labels, cell);
        }
    }

    protected override void Forget(Func<LabelValues, bool> isGone)
    {
        foreach (var key in _cells.Keys.Where(isGone))
        {
            if (_cells.TryRemove(key, out var cell))
                cell.IsGone = true;
        }
    }

    private Cell CellOf(LabelValues key) => _cells.GetOrAdd(key, static (_, size) => new Cell(size), _bounds.Length + 1);

    private void Observe(double value, LabelValues key, Cell cell)
    {
        var bucket = 0;
        while (bucket < _bounds.Length && value > _bounds[bucket])
            bucket++;
        lock (cell)
        {
            cell.Buckets[bucket]++;
            cell.Sum += value;
        }

        if (_instrument.Enabled)
            _instrument.Record(value, Tags(key));
    }

    private void Write(StringBuilder text, string name, string labels, Cell cell)
    {
        var (separator, braces, seen) = (labels.Length == 0 ? "" : ",", labels.Length == 0 ? "" : "{" + labels + "}", 0L);
        for (var i = 0; i <= _bounds.Length; i++)
        {
            seen += cell.Buckets[i];
            var bound = i < _bounds.Length ? _bounds[i].ToString("0.######", CultureInfo.InvariantCulture) : "+Inf";
            text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels}{separator}le=\"{bound}\"}} {seen}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"{name}_sum{braces} {cell.Sum:R}\n{name}_count{braces} {seen}\n");
    }

    /// <summary>One combination of labels of a histogram.</summary>
    public sealed class Observed(Histogram histogram, LabelValues key)
    {
        private Cell? _cell;

        public void Observe(double value)
        {
            var cell = _cell;
            if (cell is null or { IsGone: true })
                _cell = cell = histogram.CellOf(key);
            histogram.Observe(value, key, cell);
        }
    }

    private sealed class Cell(int size)
    {
        // Whoever still holds it asks for the one that is shown.
        public volatile bool IsGone;

        public long[] Buckets { get; } = new long[size];

        public double Sum { get; set; }
    }
}
