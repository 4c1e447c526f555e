using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>One argument or result as torch_native.cpp sees it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeValue
{
    /// <summary>What the value is; the numbers are those of the native side.</summary>
    internal NativeTag Tag;

    /// <summary>An integer, the bits of a double, a pointer or a handle.</summary>
    internal long Bits;

    /// <summary>A length, a device's index, an imaginary part, or the bytes that a returned tensor alone keeps alive.</summary>
    internal long Extra;

    /// <summary>The returned tensor, owned by the caller from here on, or null where libtorch returned none.</summary>
    internal readonly torch.Tensor? ToTensor() => Bits == 0 ? null : new torch.Tensor((nint)Bits, Extra);

    /// <summary>The returned list of tensors. Frees the native list.</summary>
    internal readonly torch.Tensor[] ToTensors()
    {
        var list = (NativeValue*)Bits;
        var tensors = new torch.Tensor[Extra];
        for (var i = 0; i < tensors.Length; i++) tensors[i] = list[i].ToTensor()!;
        NativeMethods.mt_free_list(list);
        return tensors;
    }
}
