using TorchSharp.Operators;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>softmax(QKᵀ / √d + mask) V, Vaswani et al. 2017, eq. 1. Composed of operators: libtorch 1.13 has no public one.</summary>
            /// <param name="query">[..., L, d].</param>
            /// <param name="key">[..., S, d].</param>
            /// <param name="value">[..., S, v].</param>
            /// <param name="attn_mask">[..., L, S]: true where attention is allowed, or numbers to add; null for none.</param>
            /// <param name="p">Dropout probability of the attention weights; applied whenever above 0.</param>
            /// <param name="is_casual">Whether a position sees only itself and those before it; not together with a mask.</param>
            /// <returns>[..., L, v].</returns>
            /// <exception cref="ArgumentException">Both a mask and is_casual are given.</exception>
            public static Tensor scaled_dot_product_attention(
                Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null, double p = 0, bool is_casual = false)
            {
                if (is_casual && attn_mask is not null)
                    throw new ArgumentException("Casual attention masking cannot pass a mask.");

                using var scope = NewDisposeScope();
                var scaled = Aten.WithNumber("mul.Tensor", query, 1 / Math.Sqrt(query.shape[^1]));
                var scores = Aten.Call("matmul", scaled, Aten.Call("transpose.int", key, -2L, -1L));   // [..., L, S]
                if (is_casual)
                {
                    var allowed = Aten.Call("tril", ones(query.shape[^2], key.shape[^2], ScalarType.Bool, query.device));
                    scores = Aten.Call("masked_fill.Scalar", scores, Aten.Call("logical_not", allowed), double.NegativeInfinity);
                }
                else if (attn_mask is not null)
                {
                    scores = attn_mask.dtype == ScalarType.Bool
                        ? Aten.Call("masked_fill.Scalar", scores, Aten.Call("logical_not", attn_mask), double.NegativeInfinity)
                        : Aten.Call("add.Tensor", scores, attn_mask);
                }

                var weights = softmax(scores, -1);
                if (p > 0)
                    weights = dropout(weights, p);
                return Aten.Call("matmul", weights, value).MoveToOuterDisposeScope();
            }
        }
    }
}
