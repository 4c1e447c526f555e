using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <inheritdoc cref="Modules.MultiheadAttention"/>
        public static MultiheadAttention MultiheadAttention(long embedded_dim, long num_heads, double dropout = 0, bool bias = true, bool add_bias_kv = false, bool add_zero_attn = false, long? kdim = null, long? vdim = null) =>
            new(AttentionSizes.Of(embedded_dim, num_heads, kdim, vdim), dropout, bias, add_bias_kv, add_zero_attn);

        /// <inheritdoc cref="Modules.TransformerEncoderLayer"/>
        public static TransformerEncoderLayer TransformerEncoderLayer(long d_model = 512, long nhead = 8, long dim_feedforward = 2048, double dropout = 0.1, Activations activation = Activations.ReLU) =>
            new(AttentionSizes.Of(d_model, nhead), dim_feedforward, dropout, activation);

        /// <inheritdoc cref="Modules.TransformerEncoder"/>
        public static TransformerEncoder TransformerEncoder(TransformerEncoderLayer encoder_layer, long num_layers) =>
            new(encoder_layer, num_layers);
    }
}
