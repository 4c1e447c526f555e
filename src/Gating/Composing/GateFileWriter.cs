using System.Text.Encodings.Web;
using System.Text.Json;

namespace MoECollab.Gating.Composing;

/// <summary>Writes a gate's file; equal gates give equal bytes.</summary>
internal static class GateFileWriter
{
    public static JsonWriterOptions Format { get; } = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(GateFile gate, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("schemaVersion", GateFile.SchemaVersion);
        writer.WriteString("id", gate.Id);
        writer.WriteString("version", gate.Version);
        writer.WriteString("encoder", gate.Encoder);
        writer.WriteStartArray("trainedFor");
        foreach (var id in gate.TrainedFor)
            writer.WriteStringValue(id);
        writer.WriteEndArray();
        if (gate.Features.Count > 0)
            Write(gate.Features, writer);
        writer.WritePropertyName("scorer");
        Write(gate.Scorer, writer);
        writer.WriteStartArray("transforms");
        foreach (var transform in gate.Transforms)
            Write(transform, writer);
        writer.WriteEndArray();
        writer.WritePropertyName("guard");
        if (gate.Guard is null)
            writer.WriteNullValue();
        else
            Write(gate.Guard, writer);
        writer.WritePropertyName("selector");
        Write(gate.Selector, writer);
        writer.WriteEndObject();
    }

    private static void Write(IReadOnlyList<GateFeature> features, Utf8JsonWriter writer)
    {
        writer.WriteStartArray("features");
        foreach (var feature in features)
        {
            writer.WriteStartObject();
            WriteMembers(feature.Extractor, writer);
            writer.WriteString("fingerprint", feature.Fingerprint);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(GateComponent component, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        WriteMembers(component, writer);
        writer.WriteEndObject();
    }

    private static void WriteMembers(GateComponent component, Utf8JsonWriter writer)
    {
        writer.WriteString("kind", component.Kind);
        writer.WriteStartObject("options");
        foreach (var (name, value) in component.Options.OrderBy(option => option.Key, StringComparer.Ordinal))
            writer.WriteString(name, value);
        writer.WriteEndObject();
    }
}
