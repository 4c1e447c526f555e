using TorchSharp.Modules;
using TorchSharp.Operators;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What is done to all parameters of a module at once.</summary>
        public static partial class utils
        {
            /// <summary>Scales all gradients together so that their joint norm is at most a bound.</summary>
            /// <param name="tensors">Parameters; those without a gradient are passed over.</param>
            /// <param name="max_norm">Largest norm.</param>
            /// <param name="norm_type">Which p-norm; infinity for the largest element.</param>
            /// <returns>The norm before scaling; 0 where there is no gradient.</returns>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2)
            {
                using var untracked = no_grad();
                using var scope = NewDisposeScope();
                var gradients = GradientsOf(tensors);
                if (gradients.Length == 0)
                    return 0;

                Tensor?[] norms = Array.ConvertAll(gradients, gradient => double.IsInfinity(norm_type)
                    ? Aten.Call("max", (Argument)Aten.Call("abs", gradient))
                    : Aten.Call("norm.Scalar", (Argument)gradient, norm_type));
                var joined = Aten.Call("stack", norms);
                var total = double.IsInfinity(norm_type) ? Aten.Call("max", (Argument)joined) : Aten.Call("norm.Scalar", (Argument)joined, norm_type);
                var norm = total.to(ScalarType.Float64).item<double>();

                // The small number keeps the division finite, as in PyTorch.
                var factor = max_norm / (norm + 1e-6);
                if (factor < 1 || double.IsNaN(factor))
                {
                    foreach (var gradient in gradients)
                        Aten.InPlaceWithNumber("mul_.Tensor", gradient, factor);
                }
                return norm;
            }

            /// <summary>Holds every element of every gradient within ± a bound.</summary>
            /// <param name="tensors">Parameters; those without a gradient are passed over.</param>
            /// <param name="clip_value">Largest absolute value.</param>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var untracked = no_grad();
                using var scope = NewDisposeScope();
                foreach (var gradient in GradientsOf(tensors))
                    Aten.InPlace("clamp_", gradient, -clip_value, clip_value);
            }

            private static Tensor[] GradientsOf(IEnumerable<Parameter> parameters) =>
                [.. parameters.Select(parameter => parameter.grad).OfType<Tensor>()];
        }
    }
}
