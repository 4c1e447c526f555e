using MoECollab.Errors;

namespace MoECollab.Gating.FallingBack;

/// <summary>The fallback that a mixture declares.</summary>
/// <param name="Kind">Where to.</param>
/// <param name="ExpertId">The expert of <see cref="FallbackKind.Expert"/>; null otherwise.</param>
public sealed record FallbackRule(FallbackKind Kind, string? ExpertId = null)
{
    private const string ExpertPrefix = "expert:";

    /// <summary>The default.</summary>
    public static FallbackRule Prototype { get; } = new(FallbackKind.Prototype);

    /// <summary>Reads <c>prototype</c>, <c>uniform</c>, <c>reject</c> or <c>expert:ID</c>.</summary>
    /// <param name="text">As <c>moe.json</c> has it.</param>
    /// <exception cref="MoECollabException"><c>fallback-invalid</c>: it is none of these.</exception>
    public static FallbackRule Parse(string text) => text switch
    {
        "prototype" => Prototype,
        "uniform" => new FallbackRule(FallbackKind.Uniform),
        "reject" => new FallbackRule(FallbackKind.Reject),
        _ when text.StartsWith(ExpertPrefix, StringComparison.Ordinal) && text.Length > ExpertPrefix.Length => new FallbackRule(FallbackKind.Expert, text[ExpertPrefix.Length..]),
        _ => throw new MoECollabException("fallback-invalid", $"The mixture's fallback is '{text}'; expected prototype, uniform, reject or expert:ID."),
    };

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => Kind switch
    {
        FallbackKind.Expert => ExpertPrefix + ExpertId,
        FallbackKind.Uniform => "uniform",
        FallbackKind.Reject => "reject",
        _ => "prototype",
    };
}
