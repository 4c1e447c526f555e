namespace MoECollab.Training.Fitting;

/// <summary>Parts a run's options by whom they are for.</summary>
internal static class OptionNames
{
    /// <summary>The options but for those that a trainer read itself.</summary>
    public static IReadOnlyDictionary<string, string> Without(this IReadOnlyDictionary<string, string> options, IReadOnlySet<string> names) =>
        options.Where(pair => !names.Contains(pair.Key)).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
}
