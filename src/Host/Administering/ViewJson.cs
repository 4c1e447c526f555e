using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using MoECollab.Host.Calling;
using MoECollab.Host.Seeing.Events;

namespace MoECollab.Host.Administering;

/// <summary>How views look as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ExpertList))]
[JsonSerializable(typeof(ExpertView))]
[JsonSerializable(typeof(GateList))]
[JsonSerializable(typeof(HostPackages))]
[JsonSerializable(typeof(HostEvent))]
internal sealed partial class ViewJson : JsonSerializerContext
{
    /// <summary>Labels and sentences stay readable.</summary>
    public static ViewJson Readable { get; } = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
