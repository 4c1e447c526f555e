using TorchSharp.Native;
using TorchSharp.Operators;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>What this process can do with CUDA.</summary>
    public static partial class cuda
    {
        private static readonly Lazy<bool> Available = new(() => NativeMethods.mt_load_cuda() != 0 && NativeMethods.mt_cuda_count() > 0);

        public static bool is_available() => Available.Value;

        public static bool is_cudnn_available() => is_available() && NativeMethods.mt_cuda_has_cudnn() != 0;

        public static int device_count() => is_available() ? NativeMethods.mt_cuda_count() : 0;

        /// <summary>Seeds the generator of the current CUDA device; without CUDA it does nothing.</summary>
        public static void manual_seed(long seed)
        {
            if (is_available()) Aten.Check(NativeMethods.mt_cuda_seed((ulong)seed, 0), "cuda.manual_seed");
        }

        /// <summary>Seeds the generators of all CUDA devices; without CUDA it does nothing.</summary>
        public static void manual_seed_all(long seed)
        {
            for (var i = 0; i < device_count(); i++) Aten.Check(NativeMethods.mt_cuda_seed((ulong)seed, i), "cuda.manual_seed_all");
        }

        /// <summary>Waits until a CUDA device has done everything it was given.</summary>
        public static void synchronize(Device? device = null)
        {
            InitializeDeviceType(DeviceType.CUDA);
            Aten.Check(NativeMethods.mt_cuda_synchronize(device?.index ?? -1), "cuda.synchronize");
        }
    }
}
