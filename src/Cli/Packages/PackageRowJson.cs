using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MoECollab.Cli.Packages;

/// <summary>How package rows look as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = false)]
[JsonSerializable(typeof(IReadOnlyList<PackageRow>))]
[JsonSerializable(typeof(PackageRow))]
[JsonSerializable(typeof(IReadOnlyList<GateRow>))]
[JsonSerializable(typeof(GateRow))]
internal sealed partial class PackageRowJson : JsonSerializerContext
{
    /// <summary>Labels and sentences stay readable.</summary>
    public static PackageRowJson Readable { get; } = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
