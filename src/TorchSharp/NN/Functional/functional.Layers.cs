using TorchSharp.Operators;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>x Wᵀ + b.</summary>
            /// <param name="input">[..., in].</param>
            /// <param name="weights">[out, in].</param>
            /// <param name="bias">[out], or null.</param>
            /// <returns>[..., out].</returns>
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => Aten.Call("linear", input, weights, bias);

            /// <summary>x₁ W x₂ + b.</summary>
            public static Tensor bilinear(Tensor input1, Tensor input2, Tensor weight, Tensor? bias = null) =>
                Aten.Call("bilinear", input1, input2, weight, bias);

            /// <summary>Zeroes each element with probability p and scales the rest by 1 / (1 - p), while training.</summary>
            /// <exception cref="ArgumentException">p is not within 0 to 1.</exception>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
            {
                if (p is < 0 or > 1 or double.NaN)
                    throw new ArgumentException($"dropout probability has to be between 0 and 1, but got {p}");
                return inplace ? Changed("dropout_", input, p, training) : Aten.Call("dropout", input, p, training);
            }

            /// <summary>Mean 0 and variance 1 over the trailing dimensions, then scale and shift (Ba et al. 2016).</summary>
            /// <param name="input">[..., normalized_shape].</param>
            /// <param name="normalized_shape">The trailing dimensions.</param>
            /// <param name="weight">Scale, of that shape, or null.</param>
            /// <param name="bias">Shift, of that shape, or null.</param>
            /// <param name="eps">Added to the variance.</param>
            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-05) =>
                Aten.Call("layer_norm", input, normalized_shape, weight, bias, eps);

            /// <summary>x divided by its p-norm along a dimension, the norm held above eps.</summary>
            public static Tensor normalize(Tensor input, double p = 2, long dim = 1, double eps = 1e-12)
            {
                using var norm = Aten.Call("norm.ScalarOpt_dim", input, p, new[] { dim }, true);
                using var floor = Aten.Call("clamp_min", (Argument)norm, eps);
                return Aten.Call("div.Tensor", input, floor);
            }

            /// <summary>Classes as rows of zeros with a single one.</summary>
            /// <param name="x">Class numbers, int64.</param>
            /// <param name="num_classes">Length of a row; -1 takes the largest class plus one.</param>
            /// <returns>int64, the shape of x with the row appended.</returns>
            public static Tensor one_hot(Tensor x, long num_classes = -1) => Aten.Call("one_hot", (Argument)x, num_classes);

            /// <summary>x₁ · x₂ / (‖x₁‖ ‖x₂‖) along a dimension.</summary>
            public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1e-08) =>
                Aten.Call("cosine_similarity", x1, x2, dim, eps);
        }
    }
}
