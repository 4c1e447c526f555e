namespace MoECollab.Training.Data;

/// <summary>Lets equal labels share one string, so that a million rows hold as many strings as there are labels.</summary>
internal sealed class LabelPool
{
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    public string Share(string label)
    {
        if (_known.TryGetValue(label, out var shared)) return shared;
        _known.Add(label, label);
        return label;
    }
}
