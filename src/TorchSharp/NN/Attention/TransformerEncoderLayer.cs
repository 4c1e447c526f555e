using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Self-attention and a feed-forward network, each added to its input and normalised (Vaswani et al. 2017, section 3.1).</summary>
public sealed class TransformerEncoderLayer : nn.Module<Tensor, Tensor>, nn.IModule<Tensor, Tensor, Tensor>, nn.IModule<Tensor, Tensor, Tensor, Tensor>
{
    private readonly nn.Activations _activation;
    private readonly MultiheadAttention self_attn;
    private readonly Linear linear1;
    private readonly Dropout dropout;
    private readonly Linear linear2;
    private readonly LayerNorm norm1;
    private readonly LayerNorm norm2;
    private readonly Dropout dropout1;
    private readonly Dropout dropout2;

    internal TransformerEncoderLayer(AttentionSizes sizes, long dim_feedforward, double dropout, nn.Activations activation)
        : base(nameof(TransformerEncoderLayer))
    {
        _activation = activation;
        self_attn = new MultiheadAttention(sizes, dropout, bias: true, add_bias_kv: false, add_zero_attn: false);
        linear1 = nn.Linear(sizes.Embedding, dim_feedforward);
        this.dropout = nn.Dropout(dropout);
        linear2 = nn.Linear(dim_feedforward, sizes.Embedding);
        norm1 = nn.LayerNorm(sizes.Embedding);
        norm2 = nn.LayerNorm(sizes.Embedding);
        dropout1 = nn.Dropout(dropout);
        dropout2 = nn.Dropout(dropout);
        RegisterComponents();
    }

    private TransformerEncoderLayer(TransformerEncoderLayer other)
        : base(nameof(TransformerEncoderLayer))
    {
        _activation = other._activation;
        self_attn = other.self_attn.Copy();
        linear1 = Copies.Of(other.linear1);
        dropout = nn.Dropout(other.dropout.p);
        linear2 = Copies.Of(other.linear2);
        norm1 = Copies.Of(other.norm1);
        norm2 = Copies.Of(other.norm2);
        dropout1 = nn.Dropout(other.dropout1.p);
        dropout2 = nn.Dropout(other.dropout2.p);
        RegisterComponents();
    }

    /// <summary>The layer without masks.</summary>
    /// <inheritdoc cref="call(Tensor, Tensor, Tensor)"/>
    public override Tensor forward(Tensor src) => Forward(src, null, null);

    /// <summary>The layer with a mask of attention.</summary>
    /// <inheritdoc cref="call(Tensor, Tensor, Tensor)"/>
    public Tensor call(Tensor src, Tensor src_mask) => Forward(src, src_mask, null);

    /// <summary>The layer with both masks.</summary>
    /// <param name="src">[L, N, E].</param>
    /// <param name="src_mask">[L, L]: true where attention is forbidden, or numbers to add; null for none.</param>
    /// <param name="src_key_padding_mask">[N, L]: true for positions to ignore; null for none.</param>
    /// <returns>[L, N, E].</returns>
    public Tensor call(Tensor src, Tensor src_mask, Tensor src_key_padding_mask) => Forward(src, src_mask, src_key_padding_mask);

    /// <summary>A module of its own with the same values.</summary>
    internal TransformerEncoderLayer Copy() => new(this);

    private Tensor Forward(Tensor src, Tensor? mask, Tensor? padding)
    {
        using var scope = NewDisposeScope();
        var (attended, _) = self_attn.call(src, src, src, padding, need_weights: false, mask);
        var hidden = norm1.call(src.add(dropout1.call(attended)));
        var inner = linear1.call(hidden);
        inner = dropout.call(_activation == nn.Activations.GELU ? nn.functional.gelu(inner) : nn.functional.relu(inner));
        return norm2.call(hidden.add(dropout2.call(linear2.call(inner)))).MoveToOuterDisposeScope();
    }
}
