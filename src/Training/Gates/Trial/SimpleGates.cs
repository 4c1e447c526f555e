using System.Globalization;
using MoECollab.Gating.Composing;

namespace MoECollab.Training.Gates.Trial;

/// <summary>Gates without weights, composed of what every host has: they stand in where a trained gate did not earn its place.</summary>
internal static class SimpleGates
{
    // So far above the others that the routing probability is 1 in single precision; one that is unhealthy is still passed over.
    private const string Certain = "100";

    /// <summary>Always one expert, as long as it is healthy.</summary>
    /// <param name="id">The gate's id.</param>
    /// <param name="version">SemVer.</param>
    /// <param name="expert">The expert's id.</param>
    public static GateFile Always(string id, string version, string expert) => new()
    {
        Id = id,
        Version = version,
        Scorer = new GateComponent("uniform"),
        Transforms = [GateSettings.Component("bias", $"for.{expert}", Certain)],
        Selector = GateSettings.Component("top-k", "k", "1"),
    };

    /// <summary>All experts with equal weights.</summary>
    /// <param name="version">SemVer.</param>
    /// <param name="experts">How many there are.</param>
    public static GateFile Uniform(string version, int experts) => new()
    {
        Id = "uniform",
        Version = version,
        Scorer = new GateComponent("uniform"),
        Selector = GateSettings.Component("top-k", "k", experts.ToString(CultureInfo.InvariantCulture)),
    };
}
