using System.Text.Json.Serialization;

namespace MoECollab.Studies.Baselines;

/// <summary>What the script reads; the names are fastText's.</summary>
internal sealed record FastTextConfig(
    [property: JsonPropertyName("wordNgrams")] int WordNgrams,
    [property: JsonPropertyName("dim")] int Dimension,
    [property: JsonPropertyName("lr")] double LearningRate,
    [property: JsonPropertyName("epoch")] int Epochs,
    [property: JsonPropertyName("bucket")] int Buckets,
    [property: JsonPropertyName("seed")] int Seed);
