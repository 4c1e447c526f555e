using System.Text.Json.Serialization;

namespace FaultyPlugin;

/// <summary>Serialises without reflection, as a plugin should.</summary>
[JsonSerializable(typeof(Shape))]
internal sealed partial class ShapeJson : JsonSerializerContext;
