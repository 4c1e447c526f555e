using System.Text;
using TorchSharp.Native;
using TorchSharp.Operators;

namespace TorchSharp;

public static unsafe partial class torch
{
    /// <summary>Writes a tensor as libtorch's own <c>torch::save</c> does.</summary>
    public static void save(Tensor t, string location)
    {
        fixed (byte* file = Encoding.UTF8.GetBytes(location + '\0'))
        {
            if (NativeMethods.mt_save(t.Handle, file) < 0) NativeFailure.Throw("save", t);
            GC.KeepAlive(t);
        }
    }

    /// <summary>Reads a tensor that <see cref="save"/> has written. The format can hold code: load only what you trust.</summary>
    public static Tensor load(string location)
    {
        long bytes;
        nint handle;
        fixed (byte* file = Encoding.UTF8.GetBytes(location + '\0')) handle = NativeMethods.mt_load(file, &bytes);
        if (handle == 0) NativeFailure.Throw($"load of '{location}'");
        return new Tensor(handle, bytes);
    }
}
