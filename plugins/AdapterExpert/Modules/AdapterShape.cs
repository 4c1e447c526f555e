using MoECollab.AdapterExpert.Direct;
using MoECollab.AdapterExpert.Options;
using MoECollab.Errors;
using MoECollab.Gating.Numerics.Panels;
using MoECollab.Weights;

namespace MoECollab.AdapterExpert.Modules;

/// <summary>The sizes of an expert of this family.</summary>
/// <param name="Kind">What stands before the head.</param>
/// <param name="Hidden">d, the length of a hidden vector.</param>
/// <param name="Width">r, the width of the bottleneck; 0 for a linear expert.</param>
/// <param name="Classes">C.</param>
internal sealed record AdapterShape(AdapterKind Kind, int Hidden, int Width, int Classes)
{
    /// <summary>Names in the weight file, which are also PyTorch's: W_down [r, d].</summary>
    public const string Down = "down.weight";

    /// <summary>b_down [r], feed-forward only.</summary>
    public const string DownBias = "down.bias";

    /// <summary>W_up [d, r].</summary>
    public const string Up = "up.weight";

    /// <summary>b_up [d], feed-forward only.</summary>
    public const string UpBias = "up.bias";

    /// <summary>V [C, d].</summary>
    public const string Head = "head.weight";

    /// <summary>b [C].</summary>
    public const string HeadBias = "head.bias";

    /// <summary>Whether the bottleneck's products have biases.</summary>
    public bool Biases => Kind == AdapterKind.FeedForward;

    /// <summary>Number of learned values.</summary>
    public long ParameterCount => (2L * Width * Hidden) + (Biases ? Width + Hidden : 0) + ((long)Classes * Hidden) + Classes;

    /// <summary>Whether W_up and the head are one matrix V W_up [C, r] in host memory, rather than [d, r] and then [C, d]: with fewer classes than hidden values that is less to read.</summary>
    public bool IsFolded => Width > 0 && Classes < Hidden;

    /// <summary>Bytes of the packed copy in host memory.</summary>
    public long PackedBytes => IsFolded
        ? FoldedWeights.BytesOf(Hidden, Width, Classes)
        : PackedMatrix.BytesOf(Hidden, Classes) + (Width == 0 ? 0 : PackedMatrix.BytesOf(Hidden, Width) + PackedMatrix.BytesOf(Width, Hidden));

    /// <summary>Multiply-adds per input.</summary>
    public long MultiplyAdds => (2L * Width * Hidden) + ((long)Classes * Hidden);

    /// <summary>The sizes of a fresh expert.</summary>
    public static AdapterShape Of(AdapterOptions options, int hidden, int classes) => new(options.Kind, hidden, options.Kind switch
    {
        AdapterKind.Linear => 0,
        AdapterKind.Adapter => options.Rank,
        AdapterKind.FeedForward => checked(options.Expansion * hidden),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Kind, null),
    }, classes);

    /// <summary>The sizes that a weight file has, checked tensor by tensor.</summary>
    /// <exception cref="WeightFileException">A tensor is missing, superfluous or of another shape.</exception>
    public static AdapterShape Of(WeightFile weights, AdapterKind kind, int hidden, int classes)
    {
        _ = weights.Floats(Head, classes, hidden);
        _ = weights.Floats(HeadBias, classes);
        var shape = new AdapterShape(kind, hidden, 0, classes);
        if (kind != AdapterKind.Linear)
        {
            _ = weights.Floats(Down, -1, hidden);
            shape = shape with { Width = (int)weights.Entries[Down].Shape[0] };
            _ = weights.Floats(Up, hidden, shape.Width);
        }

        if (shape.Biases)
        {
            _ = weights.Floats(DownBias, shape.Width);
            _ = weights.Floats(UpBias, hidden);
        }

        string[] superfluous = [.. weights.Entries.Keys.Except(shape.Names, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return superfluous.Length == 0
            ? shape
            : throw new WeightFileException(weights.Path, $"it also holds {string.Join(", ", superfluous)}, which an expert of kind {kind} does not have; set the option kind");
    }

    /// <summary>The tensors of the weight file.</summary>
    public IReadOnlyList<string> Names => Kind switch
    {
        AdapterKind.Linear => [Head, HeadBias],
        AdapterKind.Adapter => [Down, Up, Head, HeadBias],
        _ => [Down, DownBias, Up, UpBias, Head, HeadBias],
    };
}
