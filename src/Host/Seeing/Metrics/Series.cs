using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace MoECollab.Host.Seeing.Metrics;

/// <summary>A counter or gauge with labels, in Prometheus' text form.</summary>
internal sealed class Series(string name, string kind, string help, params string[] labels)
{
    private readonly ConcurrentDictionary<string, StrongBox> _values = new(StringComparer.Ordinal);

    public void Add(double amount, params ReadOnlySpan<string> values)
    {
        var cell = _values.GetOrAdd(LabelText.Of(labels, values), static _ => new StrongBox());
        double before, after;
        do
        {
            before = Volatile.Read(ref cell.Value);
            after = before + amount;
        }
        while (Interlocked.CompareExchange(ref cell.Value, after, before) != before);
    }

    public void Set(double value, params ReadOnlySpan<string> values) => Volatile.Write(ref _values.GetOrAdd(LabelText.Of(labels, values), static _ => new StrongBox()).Value, value);

    /// <summary>The value of one combination of labels; 0 where it never changed.</summary>
    public double Get(params ReadOnlySpan<string> values) => _values.TryGetValue(LabelText.Of(labels, values), out var cell) ? Volatile.Read(ref cell.Value) : 0;

    /// <summary>Forgets every combination, for gauges that are set anew as a whole.</summary>
    public void Clear() => _values.Clear();

    public void Write(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {kind}\n");
        foreach (var (key, cell) in _values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"{name}{(key.Length == 0 ? "" : "{" + key + "}")} {Volatile.Read(ref cell.Value):R}\n");
    }

    private sealed class StrongBox
    {
        public double Value;
    }
}
