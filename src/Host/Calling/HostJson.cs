using System.Text.Json.Serialization;

namespace MoECollab.Host.Calling;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HostQuestion))]
[JsonSerializable(typeof(HostAnswers))]
[JsonSerializable(typeof(HostChange))]
[JsonSerializable(typeof(HostProblem))]
[JsonSerializable(typeof(HostPackages))]
internal sealed partial class HostJson : JsonSerializerContext;
