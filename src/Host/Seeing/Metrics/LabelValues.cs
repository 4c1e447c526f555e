namespace MoECollab.Host.Seeing.Metrics;

/// <summary>The values of a metric's labels, at most three. A struct, because every request makes several.</summary>
internal readonly record struct LabelValues(string First, string Second, string Third)
{
    public string this[int index] => index switch { 0 => First, 1 => Second, _ => Third };

    public static LabelValues Of(ReadOnlySpan<string> values) => new(At(values, 0), At(values, 1), At(values, 2));

    private static string At(ReadOnlySpan<string> values, int index) => index < values.Length ? values[index] : "";
}
