using TorchSharp.Operators;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>This tensor with its dimensions reversed.</summary>
        public Tensor T => Dimensions == 2 ? t() : permute([.. Enumerable.Range(0, (int)Dimensions).Reverse().Select(i => (long)i)]);

        /// <summary>The transposed matrices of the last two dimensions.</summary>
        public Tensor mT => Aten.Call("mT", (Argument)this);

        /// <summary>The different elements, or rows along a dimension.</summary>
        /// <returns>Of what was not asked for, null.</returns>
        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null)
        {
            var (output, inverse, counts) = dim is null
                ? Aten.Call3("_unique2", this, sorted, return_inverse, return_counts)
                : Aten.Call3("unique_dim", this, (long)dim, sorted, return_inverse, return_counts);
            if (!return_inverse) inverse?.Dispose();
            if (!return_counts) counts?.Dispose();
            return (output, return_inverse ? inverse : null, return_counts ? counts : null);
        }

        public IList<Tensor> nonzero_as_list() => Aten.CallMany("nonzero_numpy", this);

        [Obsolete("Use the instance method.")]
        public static (Tensor values, Tensor indices) kthvalue(Tensor input, long k, long? dim, bool keepdim = false) => input.kthvalue(k, dim, keepdim);
    }
}
