using static TorchSharp.torch;

namespace MoECollab.Outputs;

/// <summary>What an expert returns for a batch of B inputs. Whoever receives it disposes it, and with it its tensor.</summary>
public sealed class ExpertOutput : IDisposable
{
    private ExpertOutput(OutputKind kind, Tensor? values, IReadOnlyList<string>? texts)
    {
        Kind = kind;
        Values = values;
        Texts = texts;
    }

    /// <summary>What <see cref="Values"/> or <see cref="Texts"/> hold.</summary>
    public OutputKind Kind { get; }

    /// <summary>Logits or probabilities [B, C], or vectors [B, D]; null for texts.</summary>
    public Tensor? Values { get; }

    /// <summary>B texts; null otherwise.</summary>
    public IReadOnlyList<string>? Texts { get; }

    /// <summary>Class logits [B, C], unnormalised.</summary>
    /// <param name="logits">Ownership passes to the output.</param>
    public static ExpertOutput FromLogits(Tensor logits) => new(OutputKind.Logits, logits, null);

    /// <summary>Class probabilities [B, C], each row non-negative and summing to 1.</summary>
    /// <param name="probabilities">Ownership passes to the output.</param>
    public static ExpertOutput FromProbabilities(Tensor probabilities) => new(OutputKind.Probabilities, probabilities, null);

    /// <summary>Vectors [B, D].</summary>
    /// <param name="vectors">Ownership passes to the output.</param>
    public static ExpertOutput FromVectors(Tensor vectors) => new(OutputKind.Vectors, vectors, null);

    /// <summary>One text per input.</summary>
    /// <param name="texts">B texts.</param>
    public static ExpertOutput FromTexts(IReadOnlyList<string> texts) => new(OutputKind.Texts, null, texts);

    /// <inheritdoc/>
    public void Dispose() => Values?.Dispose();
}
