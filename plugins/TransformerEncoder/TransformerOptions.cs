using System.Globalization;
using MoECollab.Errors;

namespace MoECollab.TransformerEncoder;

/// <summary>What a training of this encoder can be told (<c>--set name=value</c>).</summary>
internal sealed record TransformerOptions
{
    /// <summary><c>hidden</c>: d, the length of a hidden vector; 4 to 2048 and a multiple of <see cref="Heads"/>, default 128.</summary>
    public int Hidden { get; init; } = 128;

    /// <summary><c>layers</c>: self-attention layers; 1 to 24, default 2.</summary>
    public int Layers { get; init; } = 2;

    /// <summary><c>heads</c>: attention heads of a layer; 1 to 64, default 4.</summary>
    public int Heads { get; init; } = 4;

    /// <summary><c>length</c>: the longest input in word pieces, what follows is cut off; 2 to 1024, default 64.</summary>
    public int Length { get; init; } = 64;

    /// <summary><c>pieces</c>: rows of the embedding that word pieces are hashed to, a power of two; 256 to 1,048,576, default 16,384.</summary>
    public int Pieces { get; init; } = 1 << 14;

    /// <summary><c>epochs</c>: passes over the texts; 1 to 1000, default 2.</summary>
    public int Epochs { get; init; } = 2;

    /// <summary><c>batch</c>: texts that are told apart from each other in a step; 2 to 4096, default 64.</summary>
    public int Batch { get; init; } = 64;

    /// <summary><c>learning-rate</c>: its peak; above 0 to 1, default 0.001.</summary>
    public double LearningRate { get; init; } = 0.001;

    /// <summary><c>dropout</c>: inside the layers while training; 0 to 0.9, default 0.1.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary><c>drop-pieces</c>: share of a text's pieces that a view leaves out; 0 to 0.9, default 0.3.</summary>
    public double DropPieces { get; init; } = 0.3;

    /// <summary><c>checkpoint-steps</c>: steps from checkpoint to checkpoint; at least 1, default 100.</summary>
    public int CheckpointSteps { get; init; } = 100;

    /// <summary>Reads what is set; what is absent keeps its default.</summary>
    /// <param name="options">Names without case.</param>
    /// <exception cref="MoECollabException">A value is not usable; all of them are named.</exception>
    public static TransformerOptions Read(IReadOnlyDictionary<string, string> options)
    {
        var faults = new List<string>();
        var known = new TransformerOptions();
        var result = new TransformerOptions
        {
            Hidden = (int)Number("hidden", known.Hidden, 4, 2048, whole: true),
            Layers = (int)Number("layers", known.Layers, 1, 24, whole: true),
            Heads = (int)Number("heads", known.Heads, 1, 64, whole: true),
            Length = (int)Number("length", known.Length, 2, 1024, whole: true),
            Pieces = (int)Number("pieces", known.Pieces, 256, 1 << 20, whole: true),
            Epochs = (int)Number("epochs", known.Epochs, 1, 1000, whole: true),
            Batch = (int)Number("batch", known.Batch, 2, 4096, whole: true),
            LearningRate = Number("learning-rate", known.LearningRate, 1e-9, 1, whole: false),
            Dropout = Number("dropout", known.Dropout, 0, 0.9, whole: false),
            DropPieces = Number("drop-pieces", known.DropPieces, 0, 0.9, whole: false),
            CheckpointSteps = (int)Number("checkpoint-steps", known.CheckpointSteps, 1, int.MaxValue, whole: true),
        };
        if (!int.IsPow2(result.Pieces))
            faults.Add($"'pieces' is {result.Pieces}; expected a power of two.");
        if (result.Hidden % result.Heads != 0)
            faults.Add($"'hidden' is {result.Hidden} and 'heads' is {result.Heads}; each head takes an equal part, so heads must divide hidden.");
        foreach (var name in options.Keys.Except(Names, StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal))
            faults.Add($"'{name}' is no option of this encoder; expected {string.Join(", ", Names)}.");
        return faults.Count == 0 ? result : throw new MoECollabException("options-invalid", string.Join(" ", faults));

        double Number(string name, double otherwise, double least, double most, bool whole)
        {
            if (!options.TryGetValue(name, out var text))
                return otherwise;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most && (!whole || value == Math.Floor(value)))
                return value;
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"'{name}' is '{text}'; expected a {(whole ? "whole " : "")}number from {least} to {most}."));
            return otherwise;
        }
    }

    private static readonly string[] Names =
        ["hidden", "layers", "heads", "length", "pieces", "epochs", "batch", "learning-rate", "dropout", "drop-pieces", "checkpoint-steps"];
}
