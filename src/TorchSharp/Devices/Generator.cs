using TorchSharp.Native;
using TorchSharp.Operators;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers with its own state.</summary>
    public class Generator : IDisposable
    {
        private nint _handle;

        public unsafe Generator(ulong seed = 0, Device? device = null)
        {
            this.device = device ?? torch.CPU;
            _handle = NativeMethods.mt_generator((int)this.device.type, this.device.index, seed);
            if (_handle == 0) NativeFailure.Throw(nameof(Generator));
        }

        private Generator(nint handle)
        {
            device = torch.CPU;
            _handle = handle;
        }

        ~Generator() => Dispose(false);

        /// <summary>The process's own generator on the CPU.</summary>
        public static Generator Default => new(NativeMethods.mt_default_generator((int)DeviceType.CPU, -1));

        public Device device { get; }

        public nint Handle => _handle != 0 ? _handle : throw new ObjectDisposedException(nameof(Generator));

        public long initial_seed() => (long)NativeMethods.mt_generator_seed(Handle);

        /// <summary>Seeds it from the system's entropy and returns that seed.</summary>
        public long seed() => (long)NativeMethods.mt_generator_new_seed(Handle);

        public Generator manual_seed(long seed)
        {
            NativeMethods.mt_generator_set_seed(Handle, (ulong)seed);
            return this;
        }

        public unsafe Tensor get_state()
        {
            long bytes;
            var state = NativeMethods.mt_generator_state(Handle, &bytes);
            if (state == 0) NativeFailure.Throw("Generator.get_state");
            return new Tensor(state, bytes);
        }

        public void set_state(Tensor value) =>
            Aten.Check(NativeMethods.mt_generator_set_state(Handle, value.Handle), "Generator.set_state");

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var handle = Interlocked.Exchange(ref _handle, 0);
            if (handle != 0) NativeMethods.mt_free_generator(handle);
        }
    }
}
