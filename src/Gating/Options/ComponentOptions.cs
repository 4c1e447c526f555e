using System.Globalization;
using MoECollab.Errors;

namespace MoECollab.Gating.Options;

/// <summary>Reads a component's options, keeping every fault, and refuses them all at once: wrong values and names that nobody asked for.</summary>
internal sealed class ComponentOptions(string component, IReadOnlyDictionary<string, string> options)
{
    private readonly List<string> _faults = [];
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A number within bounds.</summary>
    public float Number(string name, float otherwise, float lowest, float highest)
    {
        _known.Add(name);
        if (!options.TryGetValue(name, out var text))
            return otherwise;
        if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= lowest && value <= highest)
            return value;

        _faults.Add($"{name} is '{text}'; expected a number from {lowest.ToString(CultureInfo.InvariantCulture)} to {highest.ToString(CultureInfo.InvariantCulture)}");
        return otherwise;
    }

    /// <summary>A whole number within bounds.</summary>
    public int Whole(string name, int otherwise, int lowest, int highest)
    {
        _known.Add(name);
        if (!options.TryGetValue(name, out var text))
            return otherwise;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= lowest && value <= highest)
            return value;

        _faults.Add($"{name} is '{text}'; expected a whole number from {lowest} to {highest}");
        return otherwise;
    }

    /// <summary>One of a few words.</summary>
    public string OneOf(string name, string otherwise, params ReadOnlySpan<string> allowed)
    {
        _known.Add(name);
        if (!options.TryGetValue(name, out var text))
            return otherwise;
        foreach (var word in allowed)
        {
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
                return word;
        }

        _faults.Add($"{name} is '{text}'; expected one of {string.Join(", ", allowed)}");
        return otherwise;
    }

    /// <summary>All numbers whose names begin with a prefix, by the rest of the name: one per expert.</summary>
    public Dictionary<string, float> NumbersAfter(string prefix)
    {
        var numbers = new Dictionary<string, float>(StringComparer.Ordinal);
        foreach (var (name, text) in options)
        {
            if (!name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                continue;
            _known.Add(name);
            if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value))
                numbers[name[prefix.Length..]] = value;
            else
                _faults.Add($"{name} is '{text}'; expected a finite number");
        }

        return numbers;
    }

    /// <summary>Ends the reading.</summary>
    /// <exception cref="MoECollabException"><c>gating-options</c>: everything that was wrong.</exception>
    public void Done()
    {
        foreach (var name in options.Keys)
        {
            if (!_known.Contains(name))
                _faults.Add($"{name} is not an option of it; expected {(_known.Count == 0 ? "none" : string.Join(", ", _known.Order(StringComparer.Ordinal)))}");
        }

        if (_faults.Count > 0)
            throw new MoECollabException("gating-options", $"Options of the gating component '{component}': {string.Join("; ", _faults)}.");
    }
}
