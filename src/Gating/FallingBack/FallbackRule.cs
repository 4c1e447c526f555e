using MoECollab.Errors;

namespace MoECollab.Gating.FallingBack;

/// <summary>The fallback that a mixture declares.</summary>
/// <param name="Kind">Where to.</param>
/// <param name="ExpertId">The expert of <see cref="FallbackKind.Expert"/>; null otherwise.</param>
public sealed record FallbackRule(FallbackKind Kind, string? ExpertId = null)
{
    /// <summary>The default.</summary>
    public static FallbackRule Prototype { get; } = new(FallbackKind.Prototype);

    /// <summary>Reads <c>prototype</c>, <c>uniform</c>, <c>reject</c>, or an expert's id.</summary>
    /// <param name="text">As <c>moe.json</c> has it.</param>
    /// <exception cref="MoECollabException"><c>fallback-invalid</c>: it is empty.</exception>
    public static FallbackRule Parse(string text) => text switch
    {
        "" => throw new MoECollabException("fallback-invalid", "The mixture's fallback is empty; expected prototype, uniform, reject or an expert's id."),
        "prototype" => Prototype,
        "uniform" => new FallbackRule(FallbackKind.Uniform),
        "reject" => new FallbackRule(FallbackKind.Reject),
        _ => new FallbackRule(FallbackKind.Expert, text),
    };

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => Kind switch
    {
        FallbackKind.Expert => ExpertId ?? "",
        FallbackKind.Uniform => "uniform",
        FallbackKind.Reject => "reject",
        _ => "prototype",
    };
}
