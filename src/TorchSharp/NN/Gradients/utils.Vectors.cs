using TorchSharp.Modules;
using TorchSharp.Operators;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            /// <summary>All parameters, flattened, one after the other.</summary>
            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                Tensor?[] flat = [.. tensors.Select(parameter => Aten.Call("reshape", (Argument)parameter, new[] { -1L }))];
                return Aten.Call("cat", flat, 0L).MoveToOuterDisposeScope();
            }

            /// <summary>Copies the parts of a vector into parameters: the reverse of <see cref="parameters_to_vector"/>.</summary>
            /// <exception cref="ArgumentException">The vector has not as many elements as the parameters.</exception>
            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                List<Parameter> targets = [.. tensors];
                var needed = targets.Sum(parameter => parameter.numel());
                if (vec.numel() != needed)
                    throw new ArgumentException($"The vector has {vec.numel()} elements, the parameters have {needed}.");

                using var untracked = no_grad();
                using var scope = NewDisposeScope();
                var start = 0L;
                foreach (var parameter in targets)
                {
                    var end = start + parameter.numel();
                    var part = Aten.Call("slice.Tensor", vec, 0L, start, end);
                    Aten.InPlace("copy_", parameter, (Argument)Aten.Call("reshape", (Argument)part, parameter.shape));
                    start = end;
                }
            }
        }
    }
}
