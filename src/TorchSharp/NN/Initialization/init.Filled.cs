using TorchSharp.Operators;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class init
        {
            /// <summary>Uniform between low and high.</summary>
            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator? generator = null) =>
                Filled("uniform_", tensor, low, high, generator);

            /// <summary>Normal.</summary>
            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null) =>
                Filled("normal_", tensor, mean, std, generator);

            /// <summary>Normal, cut to between a and b, by the inverse of the distribution.</summary>
            public static Tensor trunc_normal_(Tensor tensor, double mean = 0, double std = 1, double a = -2, double b = 2, Generator? generator = null)
            {
                var (low, high) = (NormalBelow((a - mean) / std), NormalBelow((b - mean) / std));
                using var untracked = no_grad();
                Aten.InPlace("uniform_", tensor, (2 * low) - 1, (2 * high) - 1, generator);
                Aten.InPlace("erfinv_", tensor);
                Aten.InPlaceWithNumber("mul_.Tensor", tensor, std * Math.Sqrt(2));
                Aten.InPlaceWithNumber("add_.Tensor", tensor, mean);
                return Aten.InPlace("clamp_", tensor, a, b);
            }

            /// <summary>One number everywhere.</summary>
            public static Tensor constant_(Tensor tensor, Scalar val) => Filled("fill_.Scalar", tensor, val);

            /// <summary>Ones.</summary>
            public static Tensor ones_(Tensor tensor) => Filled("fill_.Scalar", tensor, 1.0);

            /// <summary>Zeros.</summary>
            public static Tensor zeros_(Tensor tensor) => Filled("zero_", tensor);

            private static Tensor Filled(string name, Tensor tensor, params ReadOnlySpan<Argument> others)
            {
                using var untracked = no_grad();
                return Aten.InPlace(name, tensor, others);
            }

            // Φ by the error function (Abramowitz and Stegun 7.1.5, a series that converges for the bounds in use).
            private static double NormalBelow(double x)
            {
                if (Math.Abs(x) > 7)
                    return x < 0 ? 0 : 1;
                var (term, sum) = (x, x);
                for (var n = 1; Math.Abs(term) > 1e-17; n++)
                {
                    term *= x * x / ((2 * n) + 1);
                    sum += term;
                }
                return 0.5 + (sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI));
            }
        }
    }
}
