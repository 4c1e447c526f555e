using System.Text.Json.Serialization;

namespace MoECollab.Studies;

/// <summary>A picture beside a study's result.</summary>
/// <param name="File">Its file name.</param>
/// <param name="Text">What it shows.</param>
public sealed record StudyPicture(string File, string Text)
{
    /// <summary>The SVG document; empty once read back.</summary>
    [JsonIgnore]
    public string Svg { get; init; } = "";
}
