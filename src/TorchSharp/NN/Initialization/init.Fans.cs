namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Fills tensors in place, untracked by autograd, and returns the same tensor.</summary>
        public static partial class init
        {
            /// <summary>Which side of a layer sets the scale.</summary>
            public enum FanInOut
            {
                /// <summary>The inputs: keeps the variance forwards.</summary>
                FanIn = 0,

                /// <summary>The outputs: keeps the variance backwards.</summary>
                FanOut = 1,
            }

            /// <summary>What follows a layer.</summary>
            public enum NonlinearityType
            {
                /// <summary>Nothing.</summary>
                Linear = 0,

                /// <summary>A 1-D convolution.</summary>
                Conv1D = 1,

                /// <summary>A 2-D convolution.</summary>
                Conv2D = 2,

                /// <summary>A 3-D convolution.</summary>
                Conv3D = 3,

                /// <summary>A 1-D transposed convolution.</summary>
                ConvTranspose1D = 4,

                /// <summary>A 2-D transposed convolution.</summary>
                ConvTranspose2D = 5,

                /// <summary>A 3-D transposed convolution.</summary>
                ConvTranspose3D = 6,

                /// <summary>A sigmoid.</summary>
                Sigmoid = 7,

                /// <summary>A hyperbolic tangent.</summary>
                Tanh = 8,

                /// <summary>A rectifier.</summary>
                ReLU = 9,

                /// <summary>A leaky rectifier.</summary>
                LeakyReLU = 10,
            }

            /// <summary>Inputs and outputs of one unit of a weight [out, in, ...].</summary>
            /// <exception cref="ArgumentException">The tensor has fewer than two dimensions.</exception>
            public static (long fanIn, long fanOut) CalculateFanInAndFanOut(Tensor tensor)
            {
                var shape = tensor.shape;
                if (shape.Length < 2)
                    throw new ArgumentException($"Fan in and fan out can not be computed for tensor with fewer than 2 dimensions, got {shape.Length}.");
                var field = 1L;
                foreach (var size in shape.AsSpan(2))
                    field *= size;
                return (shape[1] * field, shape[0] * field);
            }

            /// <summary>The factor that makes up for what a nonlinearity takes from the variance.</summary>
            /// <param name="nonlinearity">What follows the layer.</param>
            /// <param name="param">Slope of the negative side of a leaky rectifier.</param>
            public static double calculate_gain(NonlinearityType nonlinearity, double param = 0) => nonlinearity switch
            {
                NonlinearityType.Tanh => 5.0 / 3.0,
                NonlinearityType.ReLU => Math.Sqrt(2),
                NonlinearityType.LeakyReLU => Math.Sqrt(2 / (1 + (param * param))),
                _ => 1,
            };
        }
    }
}
