using TorchSharp.Operators;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>One row for each bag of indices: the sum, mean or maximum of their rows in a table, without building them all.</summary>
public sealed class EmbeddingBag : nn.Module<Tensor, Tensor?, Tensor?, Tensor>, nn.IModule<Tensor, Tensor, Tensor>
{
    private readonly double? _maxNorm;
    private readonly double _normType;
    private readonly bool _scaleGradByFreq;
    private readonly EmbeddingBagMode _mode;
    private readonly bool _sparse;
    private readonly bool _includeLastOffset;
    private readonly long? _paddingIndex;

    [ComponentName(Name = nameof(weight))]
    private Parameter? _weight;

    internal EmbeddingBag(
        Parameter table, double? max_norm, double norm_type, bool scale_grad_by_freq, EmbeddingBagMode mode, bool sparse,
        bool include_last_offset, long padding_index)
        : base(nameof(EmbeddingBag))
    {
        _weight = table;
        (_maxNorm, _normType, _scaleGradByFreq) = (max_norm, norm_type, scale_grad_by_freq);
        (_mode, _sparse, _includeLastOffset) = (mode, sparse, include_last_offset);
        _paddingIndex = padding_index < 0 ? null : padding_index;
        register_parameter(nameof(weight), table);
    }

    /// <summary>[rows, dimensions]. Setting disposes the one before.</summary>
    public Parameter? weight
    {
        get => _weight;
        set => Replace(ref _weight, value, nameof(weight));
    }

    /// <summary>Bags of equal length.</summary>
    /// <inheritdoc cref="forward"/>
    public Tensor call(Tensor input) => call(input, null, null);

    /// <summary>Bags of any length, without weights.</summary>
    /// <inheritdoc cref="forward"/>
    public Tensor call(Tensor input, Tensor offsets) => call(input, offsets, null);

    /// <summary>Bags, checked, with the registered hooks.</summary>
    /// <inheritdoc cref="forward"/>
    public new Tensor call(Tensor input, Tensor? offsets, Tensor? perSampleWeights)
    {
        Check(input, offsets, perSampleWeights);
        return base.call(input, offsets, perSampleWeights);
    }

    /// <summary>The row of each bag.</summary>
    /// <param name="input">Indices, int32 or int64: [bags, length], or [total] with offsets.</param>
    /// <param name="offsets">[bags], where each bag of a 1-D input begins; the same type as the input. With include_last_offset, one more: the total.</param>
    /// <param name="perSampleWeights">A weight per index, of the input's shape; sum mode only.</param>
    /// <returns>[bags, dimensions].</returns>
    /// <exception cref="ArgumentException">From <c>call</c>: types or shapes do not fit.</exception>
    public override Tensor forward(Tensor input, Tensor? offsets, Tensor? perSampleWeights)
    {
        if (input.Dimensions == 1)
            return Bags(input, offsets!, perSampleWeights);

        using var scope = NewDisposeScope();
        var shape = input.shape;
        var starts = arange(0, input.numel(), shape[1], input.dtype, input.device);
        var weights = perSampleWeights?.reshape([-1L]);
        return Bags(input.reshape([-1L]), starts, weights).MoveToOuterDisposeScope();
    }

    private static void Check(Tensor input, Tensor? offsets, Tensor? weights)
    {
        if (!input.is_integral())
            throw new ArgumentException($"Embedding input must be an integral tensor, got {input.dtype}.");
        if (offsets is not null && input.dtype != offsets.dtype)
            throw new ArgumentException($"input and offsets must have the same element type, got {input.dtype} and {offsets.dtype}.");
        if (input.Dimensions is not (1 or 2))
            throw new ArgumentException($"input has to be a 1-D or 2-D tensor, got {input.Dimensions} dimensions.");
        if (input.Dimensions == 1 && offsets is null)
            throw new ArgumentException("'offsets' must be non-null for a 1-D input.");
        if (input.Dimensions == 2 && offsets is not null)
            throw new ArgumentException("'offsets' must be null for a 2-D input.");
        if (offsets is not null && offsets.Dimensions != 1)
            throw new ArgumentException($"offsets has to be a 1-D tensor, got {offsets.Dimensions} dimensions.");
        if (weights is not null && !weights.shape.AsSpan().SequenceEqual(input.shape))
            throw new ArgumentException("perSampleWeights must have the shape of the input.");
    }

    private Tensor Bags(Tensor indices, Tensor offsets, Tensor? weights)
    {
        if (_maxNorm is { } limit)
        {
            using var untracked = no_grad();
            Aten.Run("embedding_renorm_", _weight, indices, limit, _normType);
        }

        // Rows of the bags, then three tensors that only backward needs.
        var results = Aten.CallMany(
            "embedding_bag.padding_idx", _weight, indices, offsets, _scaleGradByFreq, (long)_mode, _sparse, weights,
            _includeLastOffset, _paddingIndex);
        for (var i = 1; i < results.Length; i++)
            results[i]?.Dispose();
        return results[0];
    }
}
