namespace MoECollab.Training.Schedules;

/// <summary>The schedules by the name that an option chooses them with.</summary>
internal static class BuiltInSchedules
{
    public const string Constant = "constant";

    private static readonly Dictionary<string, ISchedule> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        [Constant] = new ConstantSchedule(),
        ["warm-up"] = new WarmUpSchedule(),
        ["linear-decay"] = new LinearDecaySchedule(),
        ["cosine"] = new CosineSchedule(),
    };

    /// <summary>The built-in ones and those of plugins.</summary>
    /// <exception cref="ArgumentException">A plugin's schedule has the name of another one.</exception>
    public static IReadOnlyDictionary<string, ISchedule> With(IReadOnlyDictionary<string, ISchedule> plugins)
    {
        var all = new Dictionary<string, ISchedule>(Known, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, schedule) in plugins) all.Add(name, schedule);
        return all;
    }
}
