using MoECollab.TransformerEncoder.Tokenising;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Layers = TorchSharp.Modules.TransformerEncoder;

namespace MoECollab.TransformerEncoder.Networks;

/// <summary>Embedding plus position, self-attention layers (Vaswani et al. 2017), and the mean over what is not padding.</summary>
internal sealed class TextTransformer : nn.Module<Tensor, Tensor>
{
    // B texts · L ids · d hidden size
    private readonly Embedding _embedding;
    private readonly Embedding _position;
    private readonly LayerNorm _norm;
    private readonly Layers _layers;

    /// <summary>Draws random weights.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="dropout">Inside the layers, while training.</param>
    public TextTransformer(TransformerShape shape, double dropout)
        : base(nameof(TextTransformer))
    {
        _embedding = nn.Embedding(shape.Ids, shape.Hidden, padding_idx: PieceTokeniser.Padding);
        _position = nn.Embedding(shape.Length, shape.Hidden);
        _norm = nn.LayerNorm(shape.Hidden);
        using var layer = nn.TransformerEncoderLayer(shape.Hidden, shape.Heads, shape.Inner, dropout, nn.Activations.GELU);
        _layers = nn.TransformerEncoder(layer, shape.Layers);
        Restart();
        register_module("embedding", _embedding);
        register_module("position", _position);
        register_module("norm", _norm);
        register_module("encoder", _layers);
    }

    /// <summary>One vector per text.</summary>
    /// <param name="input">Ids [B, L], int64, padded behind; borrowed.</param>
    /// <returns>[B, d], each row of length √d; owned by the caller.</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var padding = input.eq(PieceTokeniser.Padding);                                     // [B, L]
        var places = arange(input.shape[1], dtype: ScalarType.Int64, device: input.device);
        var hidden = _norm.call(_embedding.call(input) + _position.call(places));           // [B, L, d]
        hidden = _layers.call(hidden.transpose(0, 1), null!, padding).transpose(0, 1);      // [B, L, d]
        var kept = padding.logical_not().unsqueeze(-1).to(ScalarType.Float32);              // [B, L, 1]
        var mean = (hidden * kept).sum(1) / kept.sum(1);                                    // [B, d]
        var length = mean.square().mean([1], keepdim: true).sqrt().clamp_min(1e-6);         // [B, 1] ‖mean‖ / √d
        return (mean / length).MoveToOuterDisposeScope();
    }

    /// <summary>Nothing to do: the parts are registered under the names of the weight file, not of the fields.</summary>
    protected override void RegisterComponents()
    {
    }

    /// <summary>The layers are copies of one: each gets weights of its own. Embeddings begin small, as BERT's (Devlin et al. 2019).</summary>
    private void Restart()
    {
        using var frozen = no_grad();
        // Every look at an embedding's weight makes another handle to it.
        using var scope = NewDisposeScope();
        nn.init.normal_(_embedding.weight!, 0, 0.02);
        nn.init.normal_(_position.weight!, 0, 0.02);
        foreach (var parameter in _layers.parameters())
        {
            if (parameter.dim() > 1)
                nn.init.xavier_uniform_(parameter);
        }
    }
}
