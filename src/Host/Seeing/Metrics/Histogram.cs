using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace MoECollab.Host.Seeing.Metrics;

/// <summary>A histogram with labels, in Prometheus' text form.</summary>
internal sealed class Histogram(string name, string help, double[] bounds, params string[] labels)
{
    private readonly ConcurrentDictionary<string, Cell> _cells = new(StringComparer.Ordinal);

    /// <summary>Bounds for durations in seconds, .001 to 10.</summary>
    public static double[] Seconds { get; } = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    /// <summary>Bounds for entropies in nats.</summary>
    public static double[] Nats { get; } = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 3, 4];

    public void Observe(double value, params ReadOnlySpan<string> values)
    {
        var cell = _cells.GetOrAdd(LabelText.Of(labels, values), static (_, size) => new Cell(size), bounds.Length);
        var bucket = Array.FindIndex(bounds, bound => value <= bound);
        lock (cell)
        {
            if (bucket >= 0)
                cell.Buckets[bucket]++;
            cell.Count++;
            cell.Sum += value;
        }
    }

    /// <summary>How many values, and their sum.</summary>
    public (long Count, double Sum) Total(params ReadOnlySpan<string> values)
    {
        if (!_cells.TryGetValue(LabelText.Of(labels, values), out var cell))
            return (0, 0);
        lock (cell)
            return (cell.Count, cell.Sum);
    }

    /// <summary>The bound below which a share of all values lies; 0 where there are none.</summary>
    public double Quantile(double share)
    {
        var counts = new long[bounds.Length + 1];
        foreach (var cell in _cells.Values)
        {
            lock (cell)
            {
                for (var i = 0; i < bounds.Length; i++)
                    counts[i] += cell.Buckets[i];
                counts[^1] += cell.Count - cell.Buckets.Sum();
            }
        }

        var (wanted, seen) = (share * counts.Sum(), 0L);
        for (var i = 0; i < counts.Length && wanted > 0; i++)
        {
            seen += counts[i];
            if (seen >= wanted)
                return bounds[Math.Min(i, bounds.Length - 1)];
        }

        return 0;
    }

    public void Write(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} histogram\n");
        foreach (var (key, cell) in _cells.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            lock (cell)
                Write(text, key, cell);
        }
    }

    private void Write(StringBuilder text, string key, Cell cell)
    {
        var (separator, seen) = (key.Length == 0 ? "" : ",", 0L);
        for (var i = 0; i < bounds.Length; i++)
        {
            seen += cell.Buckets[i];
            text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{key}{separator}le=\"{bounds[i]}\"}} {seen}\n");
        }

        var braces = key.Length == 0 ? "" : "{" + key + "}";
        text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{key}{separator}le=\"+Inf\"}} {cell.Count}\n{name}_sum{braces} {cell.Sum:R}\n{name}_count{braces} {cell.Count}\n");
    }

    private sealed class Cell(int size)
    {
        public long[] Buckets { get; } = new long[size];

        public long Count { get; set; }

        public double Sum { get; set; }
    }
}
