namespace MoECollab.Packaging.Homes;

/// <summary>What a package contributes; decides its folder in a home and the name of its manifest.</summary>
public enum PackageRole
{
    /// <summary><c>experts/&lt;id&gt;/&lt;version&gt;/moe/expert.json</c>.</summary>
    Expert,

    /// <summary><c>encoders/&lt;id&gt;/&lt;version&gt;/moe/encoder.json</c>.</summary>
    Encoder,

    /// <summary><c>gating/&lt;id&gt;/&lt;version&gt;/moe/gating.json</c>: gating components as code.</summary>
    Gating,

    /// <summary><c>gates/&lt;id&gt;/&lt;version&gt;/moe/gate.json</c>: trained gates, composition and weights.</summary>
    Gate,
}
