using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MoECollab.Demo.DebianIndex;

/// <summary>JSON of the files kept in the index folder.</summary>
[JsonSerializable(typeof(IndexMarker))]
[JsonSerializable(typeof(PackageDescription))]
internal sealed partial class IndexJson : JsonSerializerContext
{
    /// <summary>As generated, but letters beyond ASCII stay letters: the rows are read by people too.</summary>
    public static IndexJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        IgnoreReadOnlyProperties = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
