using TorchSharp.Modules;
using TorchSharp.Operators;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>The network functions without modules. Inputs are borrowed; every result is fresh and the caller's.</summary>
        public static partial class functional
        {
            /// <summary>max(0, x).</summary>
            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? Changed("relu_", x) : Aten.Call("relu", x);

            /// <summary>min(max(0, x), 6).</summary>
            public static Tensor relu6(Tensor x, bool inplace = false) => inplace ? Changed("relu6_", x) : Aten.Call("relu6", x);

            /// <summary>x where positive, else negative_slope · x.</summary>
            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) =>
                inplace ? Changed("leaky_relu_", input, negative_slope) : Aten.Call("leaky_relu", (Argument)input, negative_slope);

            /// <summary>x where positive, else α(eˣ - 1).</summary>
            public static Tensor elu(Tensor x, double alpha, bool inplace = false) => inplace ? Changed("elu_", x, alpha) : Aten.Call("elu", (Argument)x, alpha);

            /// <summary>max(0, x) + min(0, α(exp(x/α) - 1)).</summary>
            public static Tensor celu(Tensor x, double alpha, bool inplace = false) => inplace ? Changed("celu_", x, alpha) : Aten.Call("celu", (Argument)x, alpha);

            /// <summary>The self-normalising ELU (Klambauer et al. 2017).</summary>
            public static Tensor selu(Tensor x, bool inplace = false) => inplace ? Changed("selu_", x) : Aten.Call("selu", x);

            /// <summary>x · Φ(x), exact.</summary>
            public static Tensor gelu(Tensor x) => Aten.Call("gelu", (Argument)x);

            /// <summary>x · Φ(x), exact.</summary>
            public static Tensor gelu(Tensor x, bool inplace) => inplace ? Changed("gelu_", x) : gelu(x);

            /// <summary>x · Φ(x), exact or by its tanh approximation.</summary>
            public static Tensor gelu(Tensor x, GELU.Approximate approximate, bool inplace = false) =>
                inplace ? Changed("gelu_", x, approximate.ToString()) : Aten.Call("gelu", (Argument)x, approximate.ToString());

            /// <summary>x · σ(x).</summary>
            public static Tensor silu(Tensor x, bool inplace = false) => inplace ? Changed("silu_", x) : Aten.Call("silu", x);

            /// <summary>The older name of <see cref="silu"/>.</summary>
            [Obsolete("Use silu().", false)]
            public static Tensor SiLU(Tensor x, bool inplace = false) => silu(x, inplace);

            /// <summary>x · tanh(softplus(x)).</summary>
            public static Tensor mish(Tensor x, bool inplace = false) => inplace ? Changed("mish_", x) : Aten.Call("mish", x);

            /// <summary>1 / (1 + e⁻ˣ).</summary>
            public static Tensor sigmoid(Tensor x) => Aten.Call("sigmoid", x);

            /// <summary>1 / (1 + e⁻ˣ).</summary>
            public static Tensor sigmoid(Tensor x, bool inplace) => inplace ? Changed("sigmoid_", x) : Aten.Call("sigmoid", x);

            /// <summary>log σ(x).</summary>
            public static Tensor logsigmoid(Tensor x) => Aten.Call("log_sigmoid", x);

            /// <summary>The hyperbolic tangent.</summary>
            public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? Changed("tanh_", x) : Aten.Call("tanh", x);

            /// <summary>x held between two bounds.</summary>
            public static Tensor hardtanh(Tensor x, double min_val = -1, double max_val = 1, bool inplace = false) =>
                inplace ? Changed("hardtanh_", x, min_val, max_val) : Aten.Call("hardtanh", x, min_val, max_val);

            /// <summary>min(max(x + 3, 0), 6) / 6.</summary>
            public static Tensor hardsigmoid(Tensor input, bool inplace = false) =>
                inplace ? Changed("hardsigmoid_", input) : Aten.Call("hardsigmoid", input);

            /// <summary>x · hardsigmoid(x).</summary>
            public static Tensor hardswish(Tensor input, bool inplace = false) => inplace ? Changed("hardswish_", input) : Aten.Call("hardswish", input);

            /// <summary>log(1 + exp(βx)) / β, linear above the threshold.</summary>
            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) => Aten.Call("softplus", x, beta, threshold);

            /// <summary>The first half times σ of the second, along a dimension.</summary>
            public static Tensor glu(Tensor input, long dim = -1) => Aten.Call("glu", (Argument)input, dim);

            /// <summary>exp(xᵢ) / Σ exp(xⱼ) along a dimension.</summary>
            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => Aten.Call("softmax.int", input, dim, dtype);

            /// <summary>The softmax of -x along a dimension.</summary>
            public static Tensor softmin(Tensor x, long dim)
            {
                using var negative = Aten.Call("neg", x);
                return softmax(negative, dim);
            }

            /// <summary>The logarithm of the softmax along a dimension, without overflow.</summary>
            public static Tensor log_softmax(Tensor x, long dim) => Aten.Call("log_softmax.int", (Argument)x, dim);

            // An in-place result is a tensor object of its own over the same memory, so that disposing either leaves the other.
            private static Tensor Changed(string name, Tensor x, params ReadOnlySpan<Argument> others)
            {
                Aten.InPlace(name, x, others);
                return x.alias();
            }
        }
    }
}
