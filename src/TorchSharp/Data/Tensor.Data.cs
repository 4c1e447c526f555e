using System.Collections;
using System.Runtime.CompilerServices;
using TorchSharp.Native;
using TorchSharp.Operators;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        /// <summary>The memory of a contiguous tensor on the CPU, as bytes; valid while the tensor is.</summary>
        public Span<byte> bytes
        {
            get
            {
                var size = checked((int)(NumberOfElements * ElementSize));
                return new Span<byte>(ContiguousData(), size);
            }
            set
            {
                var size = NumberOfElements * ElementSize;
                if (size != value.Length) throw new ArgumentException($"Got {value.Length} bytes for a tensor of {size}.", nameof(value));
                value.CopyTo(new Span<byte>(ContiguousData(), (int)size));
                GC.KeepAlive(this);
            }
        }

        /// <summary>The elements in place.</summary>
        /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the tensor's element type.</exception>
        /// <exception cref="InvalidOperationException">The tensor is not on the CPU.</exception>
        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            if (device_type != DeviceType.CPU) throw NotOnCpu();
            RequireType<T>();
            return new TensorAccessor<T>(this);
        }

        /// <summary>The only element of a tensor.</summary>
        /// <exception cref="ArgumentException">It has another number of elements, or another element type.</exception>
        public T item<T>() where T : unmanaged
        {
            if (NumberOfElements != 1) throw new ArgumentException($"The number of elements must be 1 for item(), and is {NumberOfElements}.");
            RequireType<T>();
            if (device_type == DeviceType.CPU) return Kept(*(T*)DataPointer());
            using var here = cpu();
            return here.Kept(*(T*)here.DataPointer());
        }

        public T ReadCpuValue<T>(long i) where T : unmanaged
        {
            if (device_type != DeviceType.CPU) throw NotOnCpu();
            if ((ulong)i >= (ulong)NumberOfElements) throw new ArgumentOutOfRangeException(nameof(i), i, $"Expected an index from 0 to {NumberOfElements - 1}.");
            return Kept(((T*)DataPointer())[i]);
        }

        public byte ReadCpuByte(long i) => ReadCpuValue<byte>(i);

        public double ReadCpuDouble(long i) => ReadCpuValue<double>(i);

        public float ReadCpuSingle(long i) => ReadCpuValue<float>(i);

        public int ReadCpuInt32(long i) => ReadCpuValue<int>(i);

        public long ReadCpuInt64(long i) => ReadCpuValue<long>(i);

        /// <summary>The <see cref="Scalar"/> of a 0-dim tensor, or an <see cref="ArrayList"/> of what its parts are.</summary>
        public object tolist()
        {
            using var scope = NewDisposeScope();
            return Dimensions == 0 ? ToScalar() : new ArrayList(Array.ConvertAll(unbind(0), part => part.tolist()));
        }

        public void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            using var scope = NewDisposeScope();
            var here = cpu().contiguous();
            stream.Write(here.bytes);
            GC.KeepAlive(here);
        }

        public void ReadBytesFromStream(Stream stream, int bufferSize = 1024)
        {
            if (device_type == DeviceType.CPU && is_contiguous())
            {
                stream.ReadExactly(bytes);
                GC.KeepAlive(this);
                return;
            }
            using var scope = NewDisposeScope();
            var here = torch.empty(shape, dtype, torch.CPU);
            stream.ReadExactly(here.bytes);
            using (no_grad()) copy_(here);
        }

        internal void* DataPointer()
        {
            var data = NativeMethods.mt_data(Handle);
            if (data is null && NumberOfElements > 0) NativeFailure.Throw("data", this);
            return data;
        }

        internal Scalar ToScalar()
        {
            return dtype switch
            {
                ScalarType.Byte => item<byte>(),
                ScalarType.Int8 => item<sbyte>(),
                ScalarType.Int16 => item<short>(),
                ScalarType.Int32 => item<int>(),
                ScalarType.Int64 => item<long>(),
                ScalarType.Bool => item<bool>(),
                ScalarType.Float32 => item<float>(),
                ScalarType.Float64 => item<double>(),
                ScalarType.Float16 => item<Half>(),
                ScalarType.ComplexFloat32 => item<(float, float)>(),
                ScalarType.ComplexFloat64 => item<System.Numerics.Complex>(),
                _ => ScalarOf(@float()),
            };

            static Scalar ScalarOf(Tensor converted)
            {
                using (converted) return converted.item<float>();
            }
        }

        private void* ContiguousData()
        {
            if (!is_contiguous()) throw new InvalidOperationException("bytes needs a contiguous tensor; call contiguous() first.");
            if (device_type != DeviceType.CPU) throw NotOnCpu();
            return DataPointer();
        }

        private void RequireType<T>() where T : unmanaged
        {
            var type = dtype;
            if (type is ScalarType.BFloat16 ? Unsafe.SizeOf<T>() == 2 : type == ElementTypeOf(typeof(T))) return;
            throw new ArgumentException($"{typeof(T).Name} is not compatible with {type}: read it as its own type, or convert the tensor first.");
        }

        private static InvalidOperationException NotOnCpu() =>
            new("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
    }
}
