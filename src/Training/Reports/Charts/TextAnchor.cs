namespace MoECollab.Training.Reports.Charts;

/// <summary>Which end of a text its position names.</summary>
internal enum TextAnchor
{
    /// <summary>The left end.</summary>
    Start,

    /// <summary>The middle.</summary>
    Middle,

    /// <summary>The right end.</summary>
    End,
}
