using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace MoECollab.Benchmarks.Torch;

/// <summary>The base of all ratios: the operator of two tensors called in the native library itself, its result freed at once.</summary>
internal sealed unsafe class RawOperator
{
    private readonly nint _operator;
    private readonly delegate* unmanaged<nint, nint, nint, long*, nint> _call;
    private readonly delegate* unmanaged<nint, void> _free;

    internal RawOperator(string name, string overload)
    {
        var folder = Path.GetDirectoryName(typeof(Tensor).Assembly.Location)!;
        var library = NativeLibrary.Load(Path.Combine(folder, "libmoetorch.so"));
        _call = (delegate* unmanaged<nint, nint, nint, long*, nint>)NativeLibrary.GetExport(library, "mt_binary");
        _free = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(library, "mt_free");
        var find = (delegate* unmanaged<byte*, byte*, nint>)NativeLibrary.GetExport(library, "mt_operator");
        fixed (byte* first = Encoding.UTF8.GetBytes($"aten::{name}\0"))
        fixed (byte* second = Encoding.UTF8.GetBytes($"{overload}\0"))
            _operator = find(first, second);
    }

    internal void Run(Tensor left, Tensor right)
    {
        long bytes;
        _free(_call(_operator, left.Handle, right.Handle, &bytes));
    }
}
