using TorchSharp.Operators;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class init
        {
            /// <summary>The identity matrix.</summary>
            /// <exception cref="ArgumentException">The tensor is no matrix.</exception>
            public static Tensor eye_(Tensor tensor)
            {
                RequireRank(tensor, 2, 2);
                using var untracked = no_grad();
                using var identity = eye(tensor.shape[0], tensor.shape[1], tensor.dtype, tensor.device);
                return Aten.InPlace("copy_", tensor, (Argument)identity);
            }

            /// <summary>A convolution that passes its input on: 1 in the middle of each channel's own kernel, else 0.</summary>
            /// <exception cref="ArgumentException">The tensor has not 3 to 5 dimensions.</exception>
            public static Tensor dirac_(Tensor tensor)
            {
                RequireRank(tensor, 3, 5);
                using var untracked = no_grad();
                Aten.InPlace("zero_", tensor);
                var shape = tensor.shape;
                for (var channel = 0L; channel < Math.Min(shape[0], shape[1]); channel++)
                {
                    using var scope = NewDisposeScope();
                    var element = Aten.Call("select.int", Aten.Call("select.int", tensor, 0L, channel), 0L, channel);
                    foreach (var size in shape.AsSpan(2))
                        element = Aten.Call("select.int", element, 0L, size / 2);
                    Aten.InPlace("fill_.Scalar", element, (Argument)1.0);
                }
                return tensor;
            }

            /// <summary>Orthogonal rows or columns, whichever are fewer (Saxe et al. 2014).</summary>
            /// <exception cref="ArgumentException">The tensor has fewer than two dimensions.</exception>
            public static Tensor orthogonal_(Tensor tensor, double gain = 1)
            {
                RequireRank(tensor, 2, int.MaxValue);
                using var untracked = no_grad();
                using var scope = NewDisposeScope();
                var rows = tensor.shape[0];
                var columns = tensor.numel() / rows;
                var flattened = Aten.InPlace("normal_", empty(rows, columns, tensor.dtype, tensor.device), 0.0, 1.0);
                if (rows < columns)
                    flattened = Aten.Call("t", flattened);
                var (q, r) = Aten.Call2("linalg_qr", flattened);
                q = Aten.Call("mul.Tensor", q, Aten.Call("sign", Aten.Call("diagonal", (Argument)r)));
                if (rows < columns)
                    q = Aten.Call("t", q);
                Aten.InPlace("copy_", tensor, (Argument)Aten.Call("reshape", (Argument)q, tensor.shape));
                return Aten.InPlaceWithNumber("mul_.Tensor", tensor, gain);
            }

            /// <summary>Normal, with a share of each column zero (Martens 2010).</summary>
            /// <exception cref="ArgumentException">The tensor is no matrix.</exception>
            public static Tensor sparse_(Tensor tensor, double sparsity, double std = 0.01)
            {
                RequireRank(tensor, 2, 2);
                normal_(tensor, 0, std);
                using var untracked = no_grad();
                var (rows, columns) = (tensor.shape[0], tensor.shape[1]);
                var zeros = (long)Math.Ceiling(sparsity * rows);
                for (var column = 0L; column < columns; column++)
                {
                    using var scope = NewDisposeScope();
                    var chosen = Aten.Call("slice.Tensor", randperm(rows, device: tensor.device), 0L, 0L, zeros);
                    Aten.Run("index_fill_.int_Scalar", Aten.Call("select.int", tensor, 1L, column), 0L, chosen, 0.0);
                }
                return tensor;
            }

            private static void RequireRank(Tensor tensor, int least, int most)
            {
                var rank = tensor.Dimensions;
                if (rank < least || rank > most)
                    throw new ArgumentException($"Expected a tensor of {least}{(most == least ? "" : " or more")} dimensions, got {rank}.");
            }
        }
    }
}
