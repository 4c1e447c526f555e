using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A stack of encoder layers, all alike at first.</summary>
public sealed class TransformerEncoder : nn.Module<Tensor, Tensor, Tensor, Tensor>, nn.IModule<Tensor, Tensor, Tensor>, nn.IModule<Tensor, Tensor>
{
    private readonly ModuleList<TransformerEncoderLayer> layers = new();

    internal TransformerEncoder(TransformerEncoderLayer encoder_layer, long num_layers)
        : base(nameof(TransformerEncoder))
    {
        for (var i = 0L; i < num_layers; i++)
            layers.Add(encoder_layer.Copy());
        RegisterComponents();
    }

    /// <summary>The stack without masks.</summary>
    /// <inheritdoc cref="forward"/>
    public Tensor call(Tensor src) => base.call(src, null!, null!);

    /// <summary>The stack with a mask of attention.</summary>
    /// <inheritdoc cref="forward"/>
    public Tensor call(Tensor src, Tensor src_mask) => base.call(src, src_mask, null!);

    /// <summary>Every layer, one after the other.</summary>
    /// <param name="src">[L, N, E].</param>
    /// <param name="src_mask">[L, L]: true where attention is forbidden, or numbers to add; null for none.</param>
    /// <param name="src_key_padding_mask">[N, L]: true for positions to ignore; null for none.</param>
    /// <returns>[L, N, E].</returns>
    public override Tensor forward(Tensor src, Tensor src_mask, Tensor src_key_padding_mask)
    {
        using var scope = NewDisposeScope();
        var hidden = src;
        foreach (var layer in layers)
            hidden = layer.call(hidden, src_mask, src_key_padding_mask);
        return layers.Count == 0 ? src.alias().MoveToOuterDisposeScope() : hidden.MoveToOuterDisposeScope();
    }
}
