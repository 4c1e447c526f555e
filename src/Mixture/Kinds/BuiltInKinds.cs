using System.Collections.Frozen;
using MoECollab.AdapterExpert;
using MoECollab.AdapterExpert.Options;
using MoECollab.Experts;

namespace MoECollab.Mixture.Kinds;

/// <summary>
/// The kinds that run a package of a manifest and weights alone, without an assembly and without trust in one. Their sources are those
/// of the plugin projects, compiled a second time into this assembly.
/// </summary>
public static class BuiltInKinds
{
    /// <summary>Factories by the <c>kind</c> of a manifest.</summary>
    public static IReadOnlyDictionary<string, IExpertFactory> Experts { get; } = new Dictionary<string, IExpertFactory>
    {
        ["adapter"] = new AdapterExpertFactory(AdapterKind.Adapter),
        ["linear"] = new AdapterExpertFactory(AdapterKind.Linear),
        ["feed-forward"] = new AdapterExpertFactory(AdapterKind.FeedForward),
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
