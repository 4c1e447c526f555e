using System.Collections.Concurrent;
using System.Text.Json;

namespace MoECollab.Host.Protocol;

/// <summary>What the statistics extension tells of each model.</summary>
internal sealed class ModelStatistics(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, ModelCounts> _counts = new(StringComparer.Ordinal);

    public void Succeeded(string model, int inputs, TimeSpan elapsed) => Add(model, counts =>
    {
        counts.Successes++;
        counts.SuccessNanoseconds += (long)elapsed.TotalNanoseconds;
        counts.Inferences += inputs;
        counts.Last = time.GetUtcNow();
    });

    public void Failed(string model, TimeSpan elapsed) => Add(model, counts =>
    {
        counts.Failures++;
        counts.FailureNanoseconds += (long)elapsed.TotalNanoseconds;
    });

    /// <summary>What was counted of a model until now.</summary>
    public ModelCounts Of(Model model)
    {
        var counts = _counts.GetOrAdd(model.Name, static _ => new ModelCounts());
        lock (counts)
            return counts with { };
    }

    public void Write(Utf8JsonWriter writer, Model model)
    {
        var counts = Of(model);
        writer.WriteStartObject();
        writer.WriteString("name", model.Name);
        writer.WriteString("version", model.Version);
        writer.WriteNumber("last_inference", counts.Last.ToUnixTimeMilliseconds());
        writer.WriteNumber("inference_count", counts.Inferences);
        writer.WriteNumber("execution_count", counts.Successes);
        writer.WriteStartObject("inference_stats");
        WriteDuration(writer, "success", counts.Successes, counts.SuccessNanoseconds);
        WriteDuration(writer, "fail", counts.Failures, counts.FailureNanoseconds);
        writer.WriteEndObject();
        writer.WriteStartArray("batch_stats");
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteDuration(Utf8JsonWriter writer, string name, long count, long nanoseconds)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("count", count);
        writer.WriteNumber("ns", nanoseconds);
        writer.WriteEndObject();
    }

    private void Add(string model, Action<ModelCounts> change)
    {
        var counts = _counts.GetOrAdd(model, static _ => new ModelCounts());
        lock (counts)
            change(counts);
    }
}
