using TorchSharp.Native;
using TorchSharp.Operators;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        private const int RanksOnStack = 8;

        public long Dimensions => Kept(NativeMethods.mt_dim(Handle));

        public long NumberOfElements => Kept(NativeMethods.mt_numel(Handle));

        /// <summary>Bytes of one element.</summary>
        public long ElementSize => Kept(NativeMethods.mt_element_size(Handle));

        public long ndim => Dimensions;

        public long[] shape => Read(strides: false);

        public ScalarType dtype => (ScalarType)Kept(NativeMethods.mt_dtype(Handle));

        public Device device => new(device_type, device_index);

        public DeviceType device_type => (DeviceType)Kept(NativeMethods.mt_device_type(Handle));

        public int device_index => Kept(NativeMethods.mt_device_index(Handle));

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_meta => device_type == DeviceType.META;

        public bool is_sparse => Kept(NativeMethods.mt_is_sparse(Handle)) != 0;

        /// <summary>Names of the dimensions: this runtime gives none.</summary>
        public string[] names => [.. shape.Select(_ => "*")];

        public Tensor real => is_complex() ? Aten.Call("real", this) : this;

        public Tensor imag => Aten.Call("imag", this);

        public long dim() => Dimensions;

        public long numel() => NumberOfElements;

        public long element_size() => ElementSize;

        public long[] size() => shape;

        public long size(int dim) => Aten.CallLong("size.int", this, (long)dim);

        public long[] stride() => Read(strides: true);

        public long stride(int dim) => Aten.CallLong("stride.int", this, (long)dim);

        public long storage_offset() => Kept(NativeMethods.mt_storage_offset(Handle));

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_complex() => torch.is_complex(dtype);

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_contiguous() => Kept(NativeMethods.mt_is_contiguous(Handle)) != 0;

        public bool is_pinned() => Aten.CallBool("is_pinned", this);

        private long[] Read(bool strides)
        {
            var few = stackalloc long[RanksOnStack];
            var rank = Read(strides, few, RanksOnStack);
            if (rank < 0) NativeFailure.Throw(strides ? "stride" : "size");
            if (rank <= RanksOnStack) return new ReadOnlySpan<long>(few, (int)rank).ToArray();
            var many = new long[rank];
            fixed (long* start = many) Read(strides, start, rank);
            return many;
        }

        private long Read(bool strides, long* target, long capacity) =>
            Kept(strides ? NativeMethods.mt_strides(Handle, target, capacity) : NativeMethods.mt_sizes(Handle, target, capacity));

        // The finalizer must not free a tensor whose last use is the native call that gave the value.
        private T Kept<T>(T value)
        {
            GC.KeepAlive(this);
            return value;
        }
    }
}
