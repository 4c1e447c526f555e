using System.Globalization;
using MoECollab.Gating.Composing;
using MoECollab.Training.Fitting;

namespace MoECollab.Training.Gates;

/// <summary>What a gate is fitted to and how it will decide; every member is an option of the run (<c>--set name=value</c>).</summary>
public sealed record GateSettings
{
    /// <summary>Option <c>task</c>: mixture, domains or owners; default mixture.</summary>
    public GateTask Task { get; init; }

    /// <summary>Option <c>train-top-k</c>, 0 to 1,024: experts that share the loss of an example; 0, the default, for all.</summary>
    public int TrainTopK { get; init; }

    /// <summary>Option <c>selector</c>: top-k, top-p or switch; default top-k.</summary>
    public string Selector { get; init; } = "top-k";

    /// <summary>Option <c>k</c>, 1 to 1,024: experts per input of top-k; default 1.</summary>
    public int K { get; init; } = 1;

    /// <summary>Option <c>p</c>, 0 to 1: probability that top-p covers; default 0.9.</summary>
    public double P { get; init; } = 0.9;

    /// <summary>Option <c>guard</c>: none or max-softmax; default none. The threshold is calibrated either way.</summary>
    public string Guard { get; init; } = NoGuard;

    /// <summary>Option <c>guard-pass</c>, 0 to 1: share of validation inputs that the guard's threshold lets pass; default 0.95.</summary>
    public double GuardPass { get; init; } = 0.95;

    internal const string NoGuard = "none";

    private const int MostExperts = 1024;

    internal static GateSettings Read(OptionReader options) => new()
    {
        Task = options.Choice("task", GateTask.Mixture),
        TrainTopK = options.Integer("train-top-k", 0, 0, MostExperts),
        Selector = options.Name("selector", "top-k", ["top-k", "top-p", "switch"]),
        K = options.Integer("k", 1, 1, MostExperts),
        P = options.Number("p", 0.9, 0, 1),
        Guard = options.Name("guard", NoGuard, [NoGuard, "max-softmax"]),
        GuardPass = options.Number("guard-pass", 0.95, 0, 1),
    };

    internal GateComponent SelectorComponent() => Selector switch
    {
        "top-k" => Component(Selector, "k", K.ToString(CultureInfo.InvariantCulture)),
        "top-p" => Component(Selector, "p", P.ToString("R", CultureInfo.InvariantCulture)),
        _ => new GateComponent(Selector),
    };

    internal GateComponent? GuardComponent(double? threshold) => Guard == NoGuard || threshold is null
        ? null
        : Component(Guard, "threshold", threshold.Value.ToString("R", CultureInfo.InvariantCulture));

    internal static GateComponent Component(string kind, string option, string value) =>
        new(kind) { Options = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [option] = value } };
}
