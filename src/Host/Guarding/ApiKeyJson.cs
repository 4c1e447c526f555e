using System.Text.Json.Serialization;

namespace MoECollab.Host.Guarding;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(IReadOnlyList<ApiKey>))]
internal sealed partial class ApiKeyJson : JsonSerializerContext;
