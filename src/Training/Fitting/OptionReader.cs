using System.Globalization;
using MoECollab.Errors;

namespace MoECollab.Training.Fitting;

/// <summary>Reads a run's options (<c>--set name=value</c>) and collects every fault, so that all are reported at once.</summary>
internal sealed class OptionReader(IReadOnlyDictionary<string, string> options)
{
    private readonly List<string> _faults = [];
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names that were asked for: what is left of the options belongs to the expert, encoder or gate itself.</summary>
    public IReadOnlySet<string> Known => _known;

    public int Integer(string name, int fallback, int minimum, int maximum)
    {
        if (!Find(name, out var text)) return fallback;
        if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum)
            return value;
        _faults.Add($"{name} is '{text}'; expected a whole number from {minimum} to {maximum}");
        return fallback;
    }

    public double Number(string name, double fallback, double minimum, double maximum)
    {
        if (!Find(name, out var text)) return fallback;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum)
            return value;
        _faults.Add($"{name} is '{text}'; expected a number from {minimum} to {maximum}");
        return fallback;
    }

    /// <summary>One of several words; enum members are written in lower case.</summary>
    public T Choice<T>(string name, T fallback)
        where T : struct, Enum
    {
        if (!Find(name, out var text)) return fallback;
        foreach (var value in Enum.GetValues<T>())
        {
            if (string.Equals(value.ToString(), text, StringComparison.OrdinalIgnoreCase)) return value;
        }

        _faults.Add($"{name} is '{text}'; expected one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}");
        return fallback;
    }

    /// <summary>One of several registered names.</summary>
    public string Name(string name, string fallback, IEnumerable<string> allowed)
    {
        if (!Find(name, out var text)) return fallback;
        foreach (var value in allowed)
        {
            if (string.Equals(value, text, StringComparison.OrdinalIgnoreCase)) return value;
        }

        _faults.Add($"{name} is '{text}'; expected one of {string.Join(", ", allowed)}");
        return fallback;
    }

    /// <summary>Names parted by commas; none where the option is not given.</summary>
    public IReadOnlyList<string> List(string name) =>
        Find(name, out var text) ? [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)] : [];

    /// <exception cref="MoECollabException">At least one option could not be read (<c>bad-option</c>).</exception>
    public void ThrowIfFaulty()
    {
        if (_faults.Count > 0)
            throw new MoECollabException("bad-option", $"The training options cannot be used: {string.Join("; ", _faults)}. Change or leave out each of them.");
    }

    private bool Find(string name, out string text)
    {
        _known.Add(name);
        foreach (var (key, value) in options)
        {
            if (!string.Equals(key, name, StringComparison.OrdinalIgnoreCase)) continue;
            text = value.Trim();
            return true;
        }

        text = "";
        return false;
    }
}
