using TorchSharp.Operators;

namespace TorchSharp;

public static partial class torch
{
    public static IList<Tensor> broadcast_tensors(params Tensor[] tensors) => Aten.CallMany("broadcast_tensors", (Argument)tensors);

    public static Tensor adjoint(Tensor input) => input.adjoint();

    public static Tensor broadcast_to(Tensor input, params long[] shape) => input.broadcast_to(shape);

    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => Aten.Call("cat", tensors.ToArray(), dim);

    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0) => Aten.Call("cat", tensors.ToArray(), dim);

    public static Tensor cat(Tensor[] tensors, long dim = 0) => Aten.Call("cat", tensors, dim);

    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => Aten.Call("concat", tensors.ToArray(), dim);

    public static Tensor concat(ReadOnlySpan<Tensor> tensors, long dim = 0) => Aten.Call("concat", tensors.ToArray(), dim);

    public static Tensor concat(Tensor[] tensors, long dim = 0) => Aten.Call("concat", tensors, dim);

    public static Tensor dstack(IEnumerable<Tensor> tensors) => Aten.Call("dstack", (Argument)tensors.ToArray());

    public static Tensor dstack(IList<Tensor> tensors) => Aten.Call("dstack", (Argument)tensors.ToArray());

    public static Tensor dstack(ReadOnlySpan<Tensor> tensors) => Aten.Call("dstack", (Argument)tensors.ToArray());

    public static Tensor dstack(params Tensor[] tensors) => Aten.Call("dstack", (Argument)tensors);

    public static Tensor flatten(Tensor input, long start_dim = 0, long end_dim = -1) => input.flatten(start_dim, end_dim);

    public static Tensor flip(Tensor input, params long[] dims) => input.flip(dims);

    public static Tensor hstack(IEnumerable<Tensor> tensors) => Aten.Call("hstack", (Argument)tensors.ToArray());

    public static Tensor hstack(IList<Tensor> tensors) => Aten.Call("hstack", (Argument)tensors.ToArray());

    public static Tensor hstack(ReadOnlySpan<Tensor> tensors) => Aten.Call("hstack", (Argument)tensors.ToArray());

    public static Tensor hstack(params Tensor[] tensors) => Aten.Call("hstack", (Argument)tensors);

    public static Tensor moveaxis(Tensor input, (long, long) source, (long, long) destination) => input.moveaxis([source.Item1, source.Item2], [destination.Item1, destination.Item2]);

    public static Tensor moveaxis(Tensor input, (long, long, long) source, (long, long, long) destination) => input.moveaxis([source.Item1, source.Item2, source.Item3], [destination.Item1, destination.Item2, destination.Item3]);

    public static Tensor moveaxis(Tensor input, (long, long, long, long) source, (long, long, long, long) destination) => input.moveaxis([source.Item1, source.Item2, source.Item3, source.Item4], [destination.Item1, destination.Item2, destination.Item3, destination.Item4]);

    public static Tensor moveaxis(Tensor input, long source, long destination) => input.moveaxis([source], [destination]);

    public static Tensor moveaxis(Tensor input, long[] source, long[] destination) => input.moveaxis(source, destination);

    public static Tensor movedim(Tensor input, long source, long destination) => input.movedim([source], [destination]);

    public static Tensor movedim(Tensor input, long[] source, long[] destination) => input.movedim(source, destination);

    public static Tensor permute(Tensor input, params long[] permutation) => input.permute(permutation);

    public static Tensor reshape(Tensor input, params long[] shape) => input.reshape(shape);

    public static Tensor roll(Tensor input, (long, long) shifts, (long, long) dims) => input.roll(shifts, dims);

    public static Tensor roll(Tensor input, (long, long, long) shifts, (long, long, long) dims) => input.roll(shifts, dims);

    public static Tensor roll(Tensor input, ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) => input.roll(shifts, dims);

    public static Tensor roll(Tensor input, long shifts, long? dims = null) => input.roll(shifts, dims);

    public static Tensor roll(Tensor input, long[] shifts) => input.roll(shifts);

    public static Tensor roll(Tensor input, long[] shifts, long[] dims) => input.roll(shifts, dims);

    public static Tensor squeeze(Tensor input, long? dim = null) => input.squeeze(dim);

    public static Tensor squeeze_(Tensor input, long? dim = null) => input.squeeze_(dim);

    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => Aten.Call("stack", tensors.ToArray(), dim);

    public static Tensor swapaxes(Tensor input, long axis0, long axis1) => input.swapaxes(axis0, axis1);

    public static Tensor swapdims(Tensor input, long dim0, long dim1) => input.swapdims(dim0, dim1);

    public static Tensor t(Tensor input) => input.t();

    public static Tensor tile(Tensor input, long[] dims) => input.tile(dims);

    public static Tensor transpose(Tensor input, long dim0, long dim1) => input.transpose(dim0, dim1);

    public static Tensor tril(Tensor input, long diagonal = 0) => input.tril(diagonal);

    public static Tensor triu(Tensor input, long diagonal = 0) => input.triu(diagonal);

    public static Tensor unflatten(Tensor input, long dim, params long[] sizes) => input.unflatten(dim, sizes);

    public static Tensor unflatten(Tensor input, long dim, Size sizes) => input.unflatten(dim, sizes);

    public static Tensor unsqueeze(Tensor input, long dim) => input.unsqueeze(dim);

    public static Tensor unsqueeze_(Tensor input, long dim) => input.unsqueeze_(dim);

    public static Tensor vstack(IList<Tensor> tensors) => Aten.Call("vstack", (Argument)tensors.ToArray());

    public static Tensor vstack(ReadOnlySpan<Tensor> tensors) => Aten.Call("vstack", (Argument)tensors.ToArray());

    public static Tensor vstack(Tensor[] tensors) => Aten.Call("vstack", (Argument)tensors);

    public static Tensor[] chunk(Tensor input, long chunks, long dim = 0) => input.chunk(chunks, dim);

    public static Tensor[] split(Tensor tensor, long[] split_size_or_sections, long dim = 0) => tensor.split(split_size_or_sections, dim);

    public static Tensor[] tensor_split(Tensor input, long indices_or_sections, long dim = 0) => input.tensor_split(indices_or_sections, dim);

    public static Tensor[] tensor_split(Tensor input, long[] indices_or_sections, long dim = 0) => input.tensor_split(indices_or_sections, dim);

    public static Tensor[] tensor_split(Tensor input, Tensor indices_or_sections, long dim = 0) => input.tensor_split(indices_or_sections, dim);

    public static Tensor[] unbind(Tensor tensor, int dim = 0) => tensor.unbind(dim);

    public static Tensor[] unbind(Tensor input, long dim = 0) => input.unbind(dim);
}
