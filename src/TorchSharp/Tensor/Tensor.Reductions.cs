using TorchSharp.Operators;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) => Aten.Call2("sort.stable", this, stable, dim, descending);

        public (Tensor std, Tensor mean) std_mean((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std_mean((long[])[dim.Item1, dim.Item2], unbiased, keepdim, type);

        public (Tensor std, Tensor mean) std_mean((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std_mean((long[])[dim.Item1, dim.Item2, dim.Item3], unbiased, keepdim, type);

        public (Tensor std, Tensor mean) std_mean(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std_mean(dimensions.ToArray(), unbiased, keepdim, type);

        public (Tensor std, Tensor mean) std_mean(bool unbiased = true) => Aten.Call2("std_mean", this, unbiased);

        public (Tensor std, Tensor mean) std_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std_mean((long[])[dim], unbiased, keepdim, type);

        public (Tensor std, Tensor mean) std_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Aten.Call2("std_mean.dim", Converted(this, type), dimensions, unbiased, keepdim);

        public (Tensor std, Tensor mean) var_mean(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var_mean(dimensions.ToArray(), unbiased, keepdim, type);

        public (Tensor std, Tensor mean) var_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Aten.Call2("var_mean.dim", Converted(this, type), dimensions, unbiased, keepdim);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => Aten.Call2("max.dim", this, dim, keepdim);

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => Aten.Call2("min.dim", this, dim, keepdim);

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) => Aten.Call2("topk", this, (long)k, (long)dim, largest, sorted);

        public (Tensor values, Tensor indices) kthvalue(long k, long? dim, bool keepdim = false) => Aten.Call2("kthvalue", this, k, dim ?? -1, keepdim);

        public (Tensor values, Tensor indices) mode(long dim = -1, bool keepdim = false) => Aten.Call2("mode", this, dim, keepdim);

        public (Tensor var, Tensor mean) var_mean((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var_mean((long[])[dim.Item1, dim.Item2], unbiased, keepdim, type);

        public (Tensor var, Tensor mean) var_mean((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var_mean((long[])[dim.Item1, dim.Item2, dim.Item3], unbiased, keepdim, type);

        public (Tensor var, Tensor mean) var_mean(bool unbiased = true) => Aten.Call2("var_mean", this, unbiased);

        public (Tensor var, Tensor mean) var_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var_mean((long[])[dim], unbiased, keepdim, type);

        public Tensor all() => Aten.Call("all", this);

        public Tensor all(long dim, bool keepdim = false) => Aten.Call("all.dim", this, dim, keepdim);

        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) => amax(dims.ToArray(), keepdim, @out);

        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) => @out is null ? Aten.Call("amax", this, dims, keepdim) : Aten.Call("amax.out", this, dims, keepdim, @out);

        public Tensor amax(params long[] dims) => amax(dims, false);

        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) => amin(dims.ToArray(), keepdim, @out);

        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) => @out is null ? Aten.Call("amin", this, dims, keepdim) : Aten.Call("amin.out", this, dims, keepdim, @out);

        public Tensor amin(params long[] dims) => amin(dims, false);

        public Tensor any() => Aten.Call("any", this);

        public Tensor any(long dim, bool keepdim = false) => Aten.Call("any.dim", this, dim, keepdim);

        public Tensor argmax() => Aten.Call("argmax", (Argument)this);

        public Tensor argmax(long dim, bool keepdim = false) => Aten.Call("argmax", this, dim, keepdim);

        public Tensor argmin() => Aten.Call("argmin", (Argument)this);

        public Tensor argmin(long dim, bool keepdim = false) => Aten.Call("argmin", this, dim, keepdim);

        public Tensor argsort(long dim = -1, bool descending = false) => Aten.Call("argsort", this, dim, descending);

        public Tensor bincount(Tensor? weights, long minlength = 0) => Aten.Call("bincount", this, weights, minlength);

        public Tensor count_nonzero(long[]? dims = null) => dims is null ? Aten.Call("count_nonzero", this, Argument.None) : Aten.Call("count_nonzero.dim_IntList", this, (Argument)dims);

        public Tensor cumprod(long dim, ScalarType? type = null) => Aten.Call("cumprod", this, dim, type);

        public Tensor histc(long bins = 100, long min = 0, long max = 0) => Aten.Call("histc", this, bins, min, max);

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Aten.Call("log_softmax.int", this, dim, dtype);

        public Tensor logsumexp(long dim, bool keepdim = false) => Aten.Call("logsumexp", this, new[] { dim }, keepdim);

        public Tensor max() => Aten.Call("max", this);

        public Tensor max(Tensor other) => Aten.Call("max.other", this, other);

        public Tensor mean() => Aten.Call("mean", (Argument)this);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) => Aten.Call("mean.dim", this, dimensions, keepdim, type);

        public Tensor median() => Aten.Call("median", this);

        public Tensor min() => Aten.Call("min", this);

        public Tensor min(Tensor other) => Aten.Call("min.other", this, other);

        public Tensor nansum() => Aten.Call("nansum", (Argument)this);

        public Tensor norm(float p = 2) => Aten.Call("norm.Scalar", this, (Argument)(double)p);

        public Tensor norm(int dim, bool keepdim = false, float p = 2) => Aten.Call("norm.ScalarOpt_dim", this, (double)p, new long[] { dim }, keepdim);

        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => Aten.Call("prod.dim_int", this, dim, keepdim, type);

        public Tensor prod(ScalarType? type = null) => Aten.Call("prod", this, (Argument)type);

        public Tensor softmax(long dim, ScalarType? dtype = null) => Aten.Call("softmax.int", this, dim, dtype);

        public Tensor std((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std((long[])[dim.Item1, dim.Item2], unbiased, keepdim, type);

        public Tensor std((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std((long[])[dim.Item1, dim.Item2, dim.Item3], unbiased, keepdim, type);

        public Tensor std(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std(dimensions.ToArray(), unbiased, keepdim, type);

        public Tensor std(bool unbiased = true) => Aten.Call("std", this, (Argument)unbiased);

        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std((long[])[dim], unbiased, keepdim, type);

        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Aten.Call("std.dim", Converted(this, type), dimensions, unbiased, keepdim);

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => sum(dim.ToArray(), keepdim, type);

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => sum((long[])[dim], keepdim, type);

        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) => sum((long[])[dim0, dim1], keepdim, type);

        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) => sum((long[])[dim0, dim1, dim2], keepdim, type);

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => Aten.Call("sum.dim_IntList", this, dim, keepdim, type);

        public Tensor sum(ScalarType? type = null) => type is null ? Aten.Call("sum", (Argument)this) : Aten.Call("sum", this, type);

        public Tensor var((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var((long[])[dim.Item1, dim.Item2], unbiased, keepdim, type);

        public Tensor var((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var((long[])[dim.Item1, dim.Item2, dim.Item3], unbiased, keepdim, type);

        public Tensor var(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var(dimensions.ToArray(), unbiased, keepdim, type);

        public Tensor var(bool unbiased = true) => Aten.Call("var", this, (Argument)unbiased);

        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var((long[])[dim], unbiased, keepdim, type);

        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Aten.Call("var.dim", Converted(this, type), dimensions, unbiased, keepdim);
    }
}
