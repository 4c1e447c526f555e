using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using MoECollab.Studies.Keeping;

namespace MoECollab.Studies;

/// <summary>JSON of studies: camel case, numbers in full.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Cell))]
[JsonSerializable(typeof(StudyResult))]
public sealed partial class StudyJson : JsonSerializerContext
{
    /// <summary>Indented, letters beyond ASCII kept: for <c>result.json</c>.</summary>
    public static StudyJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
