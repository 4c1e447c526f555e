using TorchSharp.Operators;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor adjoint() => Aten.Call("adjoint", this);

        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0) => Aten.Call("as_strided", this, size, strides, storageOffset);

        public Tensor broadcast_to(params long[] shape) => Aten.Call("broadcast_to", this, (Argument)shape);

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => expand(sizes.ToArray(), isImplicit);

        public Tensor expand(long[] sizes, bool isImplicit = false) => Aten.Call("expand", this, sizes, isImplicit);

        public Tensor expand(params long[] sizes) => expand(sizes, false);

        public Tensor expand(Size sizes, bool isImplicit = false) => expand(sizes.Shape, isImplicit);

        public Tensor expand_as(Tensor other) => Aten.Call("expand_as", this, other);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Aten.Call("flatten.using_ints", this, start_dim, end_dim);

        public Tensor flip(params long[] dims) => Aten.Call("flip", this, (Argument)dims);

        public Tensor moveaxis(long[] source, long[] destination) => Aten.Call("moveaxis.intlist", this, source, destination);

        public Tensor movedim(long[] source, long[] destination) => Aten.Call("movedim.intlist", this, source, destination);

        public Tensor permute(IEnumerable<long> permutation) => permute(permutation.ToArray());

        public Tensor permute(params long[] permutation) => Aten.Call("permute", this, (Argument)permutation);

        public Tensor repeat(params long[] sizes) => Aten.Call("repeat", this, (Argument)sizes);

        public Tensor reshape(params long[] shape) => Aten.Call("reshape", this, (Argument)shape);

        public Tensor roll((long, long) shifts, (long, long) dims) => roll([shifts.Item1, shifts.Item2], [dims.Item1, dims.Item2]);

        public Tensor roll((long, long, long) shifts, (long, long, long) dims) => roll([shifts.Item1, shifts.Item2, shifts.Item3], [dims.Item1, dims.Item2, dims.Item3]);

        public Tensor roll(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) => roll(shifts.ToArray(), dims.ToArray());

        public Tensor roll(long shifts, long? dims = null) => Aten.Call("roll", this, new[] { shifts }, dims is { } dim ? [dim] : Array.Empty<long>());

        public Tensor roll(long[] shifts) => Aten.Call("roll", this, (Argument)shifts);

        public Tensor roll(long[] shifts, long[] dims) => Aten.Call("roll", this, shifts, dims);

        public Tensor squeeze(long? dim = null) => dim is { } only ? Aten.Call("squeeze.dim", this, (Argument)only) : Aten.Call("squeeze", this);

        public Tensor squeeze_(long? dim = null) => dim is { } only ? Aten.InPlace("squeeze_.dim", this, (Argument)only) : Aten.InPlace("squeeze_", this);

        public Tensor swapaxes(long dim0, long dim1) => Aten.Call("swapaxes", this, dim0, dim1);

        public Tensor swapdims(long dim0, long dim1) => Aten.Call("swapdims", this, dim0, dim1);

        public Tensor t() => Aten.Call("t", this);

        public Tensor tile(long[] reps) => Aten.Call("tile", this, (Argument)reps);

        public Tensor transpose(long dim0, long dim1) => Aten.Call("transpose.int", this, dim0, dim1);

        public Tensor transpose_(long dim0, long dim1) => Aten.InPlace("transpose_", this, dim0, dim1);

        public Tensor tril(long diagonal = 0) => Aten.Call("tril", this, (Argument)diagonal);

        public Tensor triu(long diagonal = 0) => Aten.Call("triu", this, (Argument)diagonal);

        public Tensor unflatten(long dim, params long[] sizes) => Aten.Call("unflatten.int", this, dim, sizes);

        public Tensor unflatten(long dim, Size sizes) => unflatten(dim, sizes.Shape);

        public Tensor unfold(long dimension, long size, long step) => Aten.Call("unfold", this, dimension, size, step);

        public Tensor unsqueeze(long dim) => Aten.Call("unsqueeze", this, (Argument)dim);

        public Tensor unsqueeze_(long dim) => Aten.InPlace("unsqueeze_", this, (Argument)dim);

        public Tensor view(params long[] shape) => Aten.Call("view", this, (Argument)shape);

        public Tensor view_as(Tensor other) => Aten.Call("view_as", this, other);

        public Tensor[] chunk(long chunks, long dim = 0) => Aten.CallMany("chunk", this, chunks, dim);

        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => split(sizes.ToArray(), dim);

        public Tensor[] split(long size, int dim = 0) => Aten.CallMany("split.Tensor", this, size, (long)dim);

        public Tensor[] split(long[] sizes, long dim = 0) => Aten.CallMany("split_with_sizes", this, sizes, dim);

        public Tensor[] split(params long[] sizes) => split(sizes, 0L);

        public Tensor[] tensor_split(long size, long dim = 0) => Aten.CallMany("tensor_split.sections", this, size, dim);

        public Tensor[] tensor_split(long[] sizes, long dim = 0) => Aten.CallMany("tensor_split.indices", this, sizes, dim);

        public Tensor[] tensor_split(Tensor indices, long dim = 0) => Aten.CallMany("tensor_split.tensor_indices_or_sections", this, indices, dim);

        public Tensor[] unbind(long dimension = 0) => Aten.CallMany("unbind.int", this, dimension);
    }
}
