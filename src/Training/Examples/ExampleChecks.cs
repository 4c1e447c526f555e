using MoECollab.Inputs;
using MoECollab.Training.Data;

namespace MoECollab.Training.Examples;

/// <summary>What cannot be trained on stops here, before any work.</summary>
internal static class ExampleChecks
{
    /// <exception cref="BadDataException">There is no example, or all have one label.</exception>
    public static void Classes(string what, IReadOnlyList<LabelledInput> examples)
    {
        NotEmpty(what, examples.Count);
        if (examples.All(example => example.Label == examples[0].Label))
        {
            throw new BadDataException(
                BadDataCode.OneClass,
                $"one single label, \"{examples[0].Label}\", in all {examples.Count:N0} examples for {what}",
                "at least two labels",
                "Add examples of another label, or check --label-column.");
        }
    }

    /// <exception cref="BadDataException">A label is not one of the declared ones, or those are not distinct.</exception>
    public static void Declared(string what, IReadOnlyList<string> labels, IEnumerable<LabelledInput> examples)
    {
        var known = labels.ToHashSet(StringComparer.Ordinal);
        if (known.Count != labels.Count)
            throw new ArgumentException($"The labels of {what} are not distinct; each class has its own.", nameof(labels));
        if (examples.FirstOrDefault(example => !known.Contains(example.Label)) is { } stray)
            throw new ArgumentException($"An example for {what} has the label \"{stray.Label}\", which is none of its {labels.Count} classes; declare it or leave the example out.", nameof(examples));
    }

    /// <exception cref="BadDataException">There is nothing.</exception>
    public static void NotEmpty(string what, int count)
    {
        if (count > 0) return;
        throw new BadDataException(
            BadDataCode.Empty,
            $"no example for {what}",
            "at least one row with a text and a label",
            "Check the file, and the names given by --text-column and --label-column.");
    }
}
