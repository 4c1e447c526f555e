namespace TorchSharp.Modules;

/// <summary>Modules of their own with the values of others: the layers of a stack begin alike.</summary>
internal static class Copies
{
    public static Linear Of(Linear layer) =>
        new(NewParameter.CopyOf(layer.weight), layer.bias is { } bias ? NewParameter.CopyOf(bias) : null);

    public static LayerNorm Of(LayerNorm layer)
    {
        var copy = new LayerNorm(layer.normalized_shape, layer.eps, layer.elementwise_affine, layer.bias is not null, null, null);
        if (layer.elementwise_affine)
            copy.weight = NewParameter.CopyOf(layer.weight);
        if (layer.bias is { } bias)
            copy.bias = NewParameter.CopyOf(bias);
        return copy;
    }
}
