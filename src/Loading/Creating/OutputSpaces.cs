using MoECollab.Outputs;

namespace MoECollab.Loading.Creating;

/// <summary>Copies an output space into objects of the host's own: lists that a plugin's compiler made belong to the plugin's assembly and would keep it alive.</summary>
internal static class OutputSpaces
{
    public static OutputSpace Copy(OutputSpace space) => space switch
    {
        ClassSpace classes => new ClassSpace(Distinct([.. classes.Labels])),
        VectorSpace { Dimension: >= 1 } vectors => new VectorSpace(vectors.Dimension),
        VectorSpace vectors => throw PackageRefusedException.Malfunctioned($"Its output space has dimension {vectors.Dimension}; expected at least 1."),
        TextSpace => new TextSpace(),
        null => throw PackageRefusedException.Malfunctioned("It declares no output space."),
        _ => throw PackageRefusedException.NotSupported($"Its output space is a {space.GetType().FullName}; this host knows class, vector and text spaces."),
    };

    private static string[] Distinct(string[] labels)
    {
        if (labels.Length == 0 || labels.Distinct(StringComparer.Ordinal).Count() != labels.Length)
            throw PackageRefusedException.Malfunctioned($"Its output space has {labels.Length} labels, of which some are equal or none is there; expected distinct ones.");
        return labels;
    }
}
