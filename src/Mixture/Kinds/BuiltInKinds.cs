using System.Collections.Frozen;
using MoECollab.AdapterExpert;
using MoECollab.AdapterExpert.Options;
using MoECollab.Errors;
using MoECollab.Experts;
using MoECollab.Mixture.Kinds.Lora;
using MoECollab.NGramExpert;

namespace MoECollab.Mixture.Kinds;

/// <summary>
/// The kinds that run a package of a manifest and weights alone, without an assembly and without trust in one. The sources of those that
/// are plugin projects too are compiled a second time into this assembly.
/// </summary>
public static class BuiltInKinds
{
    /// <summary>Factories by the <c>kind</c> of a manifest: <c>adapter</c>, <c>linear</c>, <c>feed-forward</c>, <c>ngram</c>, <c>lora</c>.</summary>
    public static IReadOnlyDictionary<string, IExpertFactory> Experts { get; } = new Dictionary<string, IExpertFactory>
    {
        ["adapter"] = new AdapterExpertFactory(AdapterKind.Adapter),
        ["linear"] = new AdapterExpertFactory(AdapterKind.Linear),
        ["feed-forward"] = new AdapterExpertFactory(AdapterKind.FeedForward),
        ["ngram"] = new NGramExpertFactory(),
        ["lora"] = new LoraExpertFactory(),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The factory of a kind.</summary>
    /// <param name="kind">As the package's manifest has it.</param>
    /// <exception cref="MoECollabException"><c>kind-unknown</c>: no such kind is built in.</exception>
    public static IExpertFactory Find(string kind) => Experts.TryGetValue(kind, out var factory)
        ? factory
        : throw new MoECollabException(
            "kind-unknown", $"No built-in kind is called '{kind}'; there are {string.Join(", ", Experts.Keys.Order(StringComparer.Ordinal))}. Name one of them, or ship an assembly.");
}
