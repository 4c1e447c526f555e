using MoECollab.Outputs;

namespace MoECollab.Mixture.Integrating;

/// <summary>The union of the labels of a mixture's experts, ordered by the ordinal value of the label: the same string from two experts is one label.</summary>
internal sealed class LabelUnion
{
    private readonly Dictionary<string, int> _indices;

    public LabelUnion(IEnumerable<OutputSpace> spaces)
    {
        Labels = [.. spaces.OfType<ClassSpace>().SelectMany(space => space.Labels).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        _indices = Labels.Select((label, index) => (label, index)).ToDictionary(pair => pair.label, pair => pair.index, StringComparer.Ordinal);
    }

    /// <summary>Y, ascending.</summary>
    public string[] Labels { get; }

    /// <summary>M_i: for each class of the expert its place in the union; empty for spaces without classes.</summary>
    public int[] MapOf(OutputSpace space) => space is ClassSpace classes ? [.. classes.Labels.Select(label => _indices[label])] : [];
}
