using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace MoECollab.Host.Seeing.Metrics;

/// <summary>A counter or gauge with labels. Whoever listens to the meter asks for its values; counting itself costs nobody anything for that.</summary>
internal sealed class Series : Metric
{
    private readonly MetricName _name;
    private readonly bool _isCounter;
    private readonly Action _beforeReading;
    private ConcurrentDictionary<LabelValues, Cell> _values = new();

    public Series(Meter meter, MetricName name, bool isCounter, Action beforeReading, params string[] labels)
        : base(labels)
    {
        _name = name;
        _isCounter = isCounter;
        _beforeReading = beforeReading;
        if (isCounter)
            meter.CreateObservableCounter(name.Name, Measured, name.Unit, name.Help);
        else
            meter.CreateObservableGauge(name.Name, Measured, name.Unit, name.Help);
    }

    public void Add(double amount, params ReadOnlySpan<string> values) => CellOf(LabelValues.Of(values)).Add(amount);

    /// <summary>One combination of labels, for who counts it often: it looks the labels up once.</summary>
    public Counted Of(params ReadOnlySpan<string> values) => new(this, LabelValues.Of(values));

    public void Set(double value, params ReadOnlySpan<string> values) => Volatile.Write(ref CellOf(LabelValues.Of(values)).Value, value);

    /// <summary>The value of one combination of labels; 0 where it never changed.</summary>
    public double Get(params ReadOnlySpan<string> values) => _values.TryGetValue(LabelValues.Of(values), out var cell) ? Volatile.Read(ref cell.Value) : 0;

    /// <summary>The sum over the combinations that begin with a value, by that value.</summary>
    public Dictionary<string, double> ByFirst(Func<LabelValues, bool> counts)
    {
        var sums = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (key, cell) in _values)
        {
            if (counts(key))
                sums[key.First] = sums.GetValueOrDefault(key.First) + Volatile.Read(ref cell.Value);
        }

        return sums;
    }

    /// <summary>Sets a gauge anew as a whole: what is not named is gone. Readers see the old or the new.</summary>
    public void Replace(IEnumerable<(LabelValues Key, double Value)> values)
    {
        var next = new ConcurrentDictionary<LabelValues, Cell>();
        foreach (var (key, value) in values)
            next[key] = new Cell { Value = value };
        _values = next;
    }

    public override void Write(StringBuilder text)
    {
        var name = _name.Text(_isCounter);
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {_name.Help}\n# TYPE {name} {(_isCounter ? "counter" : "gauge")}\n");
        foreach (var (labels, cell) in _values.Select(pair => (LabelText.Of(Labels, pair.Key), pair.Value)).OrderBy(pair => pair.Item1, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"{name}{(labels.Length == 0 ? "" : "{" + labels + "}")} {Volatile.Read(ref cell.Value):R}\n");
    }

    protected override void Forget(Func<LabelValues, bool> isGone)
    {
        foreach (var key in _values.Keys.Where(isGone))
        {
            if (_values.TryRemove(key, out var cell))
                cell.IsGone = true;
        }
    }

    private Cell CellOf(LabelValues key) => _values.GetOrAdd(key, static _ => new Cell());

    private IEnumerable<Measurement<double>> Measured()
    {
        _beforeReading();
        return [.. _values.Select(pair => new Measurement<double>(Volatile.Read(ref pair.Value.Value), Tags(pair.Key)))];
    }

    /// <summary>One combination of labels of a series.</summary>
    public sealed class Counted(Series series, LabelValues key)
    {
        private Cell? _cell;

        public void Add(double amount)
        {
            var cell = _cell;
            if (cell is null or { IsGone: true })
                _cell = cell = series.CellOf(key);
            cell.Add(amount);
        }
    }

    private sealed class Cell
    {
        public double Value;

        // Whoever still holds it asks for the one that is shown.
        public volatile bool IsGone;

        public void Add(double amount)
        {
            double before, after;
            do
            {
                before = Volatile.Read(ref Value);
                after = before + amount;
            }
            while (Interlocked.CompareExchange(ref Value, after, before) != before);
        }
    }
}
