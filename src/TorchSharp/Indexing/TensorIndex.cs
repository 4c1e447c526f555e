namespace TorchSharp;

public static partial class torch
{
    /// <summary>One position of an index expression: a number, a slice, a new dimension, an ellipsis, a truth value or a tensor.</summary>
    public struct TensorIndex
    {
        /// <summary>The whole dimension.</summary>
        public static TensorIndex Colon = Slice();

        /// <summary>As many whole dimensions as are left.</summary>
        public static TensorIndex Ellipsis = new(IndexKind.Ellipsis);

        /// <summary>A new dimension of size one.</summary>
        public static TensorIndex None = new(IndexKind.NewDimension);

        /// <summary>A new dimension of size one.</summary>
        public static TensorIndex Null = new(IndexKind.NewDimension);

        private TensorIndex(IndexKind kind, long? start = null, long? stop = null, long? step = null, Tensor? tensor = null)
        {
            Kind = kind;
            Start = start;
            Stop = stop;
            Step = step;
            Indices = tensor;
        }

        internal IndexKind Kind { get; }

        internal long? Start { get; }

        internal long? Stop { get; }

        internal long? Step { get; }

        internal Tensor? Indices { get; }

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) => new(IndexKind.Slice, start, stop, step);

        public static TensorIndex Slice((int? start, int? end) range) => Slice(range.start, range.end);

        public static TensorIndex Slice(Range range) => Slice(
            range.Start.IsFromEnd ? -range.Start.Value : range.Start.Value,
            range.End.IsFromEnd ? range.End.Value == 0 ? null : -range.End.Value : range.End.Value);

        public static TensorIndex Bool(bool value) => new(IndexKind.Truth, value ? 1 : 0);

        public static TensorIndex Single(long? index) => index is null ? None : new(IndexKind.Number, index);

        public static TensorIndex Tensor(Tensor tensor) => new(IndexKind.Tensor, tensor: tensor);

        public static implicit operator TensorIndex(long value) => Single(value);

        public static implicit operator TensorIndex(Index index) => Single(index.IsFromEnd ? -index.Value : index.Value);

        public static implicit operator TensorIndex(Range range) => Slice(range);

        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range);

        public static implicit operator Tensor(TensorIndex value) => value.Kind switch
        {
            IndexKind.Tensor => value.Indices!,
            IndexKind.Number => tensor(value.Start!.Value),
            IndexKind.Truth => tensor(value.Start != 0),
            _ => throw new InvalidCastException($"An index of kind {value.Kind} is no tensor; expected a number, a truth value or a tensor."),
        };
    }

    internal enum IndexKind
    {
        NewDimension,
        Ellipsis,
        Number,
        Truth,
        Slice,
        Tensor,
    }
}
