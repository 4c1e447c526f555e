using TorchSharp.Operators;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A row of a table for each index. The table begins standard normal, the padding row zero.</summary>
public sealed class Embedding : nn.Module<Tensor, Tensor>
{
    private readonly long? _paddingIndex;
    private readonly double? _maxNorm;
    private readonly double _normType;
    private readonly bool _scaleGradByFreq;
    private readonly bool _sparse;

    [ComponentName(Name = nameof(weight))]
    private Parameter? _weight;

    internal Embedding(
        Parameter table, long? padding_idx, double? max_norm, double norm_type, bool scale_grad_by_freq, bool sparse)
        : base(nameof(Embedding))
    {
        _weight = table;
        _paddingIndex = EmbeddingTable.RowOf(padding_idx, table.shape[0]);
        (_maxNorm, _normType, _scaleGradByFreq, _sparse) = (max_norm, norm_type, scale_grad_by_freq, sparse);
        register_parameter(nameof(weight), table);
    }

    /// <summary>[rows, dimensions]. Setting disposes the one before.</summary>
    public Parameter? weight
    {
        get => _weight;
        set => Replace(ref _weight, value, nameof(weight));
    }

    /// <summary>Indices, int32 or int64, of any shape, to [..., dimensions].</summary>
    public override Tensor forward(Tensor input)
    {
        if (_maxNorm is { } limit)
        {
            using var untracked = no_grad();
            using var indices = input.contiguous();
            Aten.Run("embedding_renorm_", _weight, indices, limit, _normType);
        }
        return Aten.Call("embedding", _weight, input, _paddingIndex ?? -1, _scaleGradByFreq, _sparse);
    }
}
