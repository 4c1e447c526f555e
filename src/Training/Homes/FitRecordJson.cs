using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MoECollab.Training.Homes;

/// <summary>JSON of <see cref="FitRecord"/>: camel case, letters beyond ASCII kept.</summary>
[JsonSerializable(typeof(FitRecord))]
internal sealed partial class FitRecordJson : JsonSerializerContext
{
    public static FitRecordJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
