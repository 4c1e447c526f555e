using TorchSharp.Operators;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor @bool() => to_type(ScalarType.Bool);

        public Tensor @byte() => to_type(ScalarType.Byte);

        public Tensor @short() => to_type(ScalarType.Int16);

        public Tensor @int() => to_type(ScalarType.Int32);

        public Tensor @long() => to_type(ScalarType.Int64);

        public Tensor half() => to_type(ScalarType.Float16);

        public Tensor bfloat16() => to_type(ScalarType.BFloat16);

        public Tensor @float() => to_type(ScalarType.Float32);

        public Tensor @double() => to_type(ScalarType.Float64);

        public Tensor cfloat() => to_type(ScalarType.ComplexFloat32);

        public Tensor cdouble() => to_type(ScalarType.ComplexFloat64);

        public Tensor cpu() => to(DeviceType.CPU);

        public Tensor cuda(Device? device = null, bool non_blocking = false)
        {
            InitializeDeviceType(DeviceType.CUDA);
            return to(device ?? new Device(DeviceType.CUDA, -1), non_blocking: non_blocking);
        }

        public Tensor mps(bool non_blocking = false) => to(MPS, non_blocking: non_blocking);

        public Tensor pin_memory() => Aten.Call("pin_memory", (Argument)this);

        public Tensor to_dense() => Aten.Call("to_dense", (Argument)this);

        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);

        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(device), copy, disposeAfter, non_blocking);

        /// <summary>The tensor on a device; itself where it is there already, unless a copy is asked for.</summary>
        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            !copy && IsOn(device) ? this : Moved(dtype, device, copy, disposeAfter, non_blocking);

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to_type(type, copy, disposeAfter, non_blocking);

        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            !copy && IsOn(device) && dtype == type ? this : Moved(type, device, copy, disposeAfter, non_blocking);

        public Tensor to(Tensor other, bool non_blocking = false) => to(other.dtype, other.device, non_blocking: non_blocking);

        /// <summary>The tensor with elements of another type; itself where it has them already, unless a copy is asked for.</summary>
        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            if (!copy && dtype == type) return this;
            var converted = Aten.Call("to.dtype", this, type, non_blocking, copy);
            if (disposeAfter) Dispose();
            return converted;
        }

        public Tensor type(Func<Tensor, Tensor> typeFunc) => typeFunc(this);

        public Tensor type(ScalarType dtype) => to_type(dtype);

        public Tensor type_as(Tensor tensor) => to_type(tensor.dtype);

        private static Tensor Converted(Tensor tensor, ScalarType? type) => type is { } dtype ? tensor.to_type(dtype) : tensor;

        private bool IsOn(Device device) => device_type == device.type && (device.index < 0 || device.index == device_index);

        private Tensor Moved(ScalarType type, Device device, bool copy, bool disposeAfter, bool non_blocking)
        {
            InitializeDeviceType(device.type);
            var moved = Aten.Call("to.device", this, device, type, non_blocking, copy);
            if (disposeAfter) Dispose();
            return moved;
        }
    }
}
