using System.Text.Json.Serialization;

namespace MoECollab.Studies.Baselines;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FastTextOutput))]
[JsonSerializable(typeof(FastTextConfig))]
internal sealed partial class FastTextJson : JsonSerializerContext;
