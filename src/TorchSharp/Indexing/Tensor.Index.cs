using TorchSharp.Operators;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        public Tensor this[params long[] indices]
        {
            get => index(Array.ConvertAll(indices, i => (TensorIndex)i));
            set => index_put_(value, Array.ConvertAll(indices, i => (TensorIndex)i));
        }

        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => index_put_(value, [i1]);
        }

        public Tensor this[long i1, long i2]
        {
            get => index([i1, i2]);
            set => index_put_(value, [i1, i2]);
        }

        public Tensor this[long i1, long i2, long i3]
        {
            get => index([i1, i2, i3]);
            set => index_put_(value, [i1, i2, i3]);
        }

        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => index([i1, i2, i3, i4]);
            set => index_put_(value, [i1, i2, i3, i4]);
        }

        public Tensor this[long i1, long i2, long i3, long i4, long i5]
        {
            get => index([i1, i2, i3, i4, i5]);
            set => index_put_(value, [i1, i2, i3, i4, i5]);
        }

        public Tensor this[long i1, long i2, long i3, long i4, long i5, long i6]
        {
            get => index([i1, i2, i3, i4, i5, i6]);
            set => index_put_(value, [i1, i2, i3, i4, i5, i6]);
        }

        /// <summary>The part of the tensor that the index expression names: a view, or a copy where it holds tensors.</summary>
        public Tensor index(params TensorIndex[] indices)
        {
            using var scope = NewDisposeScope();
            var (view, tensors) = IndexExpression.Resolve(this, indices);
            var result = tensors is null ? ReferenceEquals(view, this) ? alias() : view : Aten.Call("index.Tensor", view, tensors);
            return result.MoveToOuterDisposeScope();
        }

        public Tensor index(params Tensor[] indices) => Aten.Call("index.Tensor", this, (Argument)indices);

        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            using var scope = NewDisposeScope();
            var (view, tensors) = IndexExpression.Resolve(this, indices);
            if (tensors is not null) Aten.InPlace("index_put_", view, tensors, value.to(view.dtype, view.device), accumulate);
            else if (accumulate) view.add_(value);
            else view.copy_(value);
            return this;
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) =>
            Aten.InPlace("index_put_", this, indices, value, accumulate);

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var scope = NewDisposeScope();
            return index_put_(torch.full(Array.Empty<long>(), value, dtype, device), indices, false);
        }

        public Tensor index_put_(Scalar value, params Tensor[] indices)
        {
            using var scope = NewDisposeScope();
            return index_put_(torch.full(Array.Empty<long>(), value, dtype, device), indices, false);
        }
    }
}
