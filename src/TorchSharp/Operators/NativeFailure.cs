using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using TorchSharp.Native;

namespace TorchSharp.Operators;

/// <summary>Turns what libtorch threw into the exception that TorchSharp throws, with the operator and the shapes it saw.</summary>
internal static unsafe class NativeFailure
{
    /// <summary>Throws libtorch's last error of this thread.</summary>
    /// <param name="what">The operator or action that failed.</param>
    [DoesNotReturn]
    internal static void Throw(string what) => Throw(what, []);

    /// <summary>Throws libtorch's last error of this thread.</summary>
    /// <param name="what">The operator that failed.</param>
    /// <param name="tensors">Its tensor arguments, whose shapes and types the message names; nulls are left out.</param>
    [DoesNotReturn]
    internal static void Throw(string what, params ReadOnlySpan<torch.Tensor?> tensors)
    {
        var message = new StringBuilder(Marshal.PtrToStringUTF8((nint)NativeMethods.mt_error()));
        message.Append(" (").Append(what);
        var separator = ": ";
        foreach (var tensor in tensors)
        {
            if (tensor is null || tensor.IsInvalid) continue;
            message.Append(separator).Append(tensor.dtype).Append('[').AppendJoin(", ", tensor.shape).Append(']');
            separator = ", ";
        }
        Raise(message.Append(')').ToString());
    }

    [DoesNotReturn]
    [SuppressMessage("Usage", "CA2201", Justification = "TorchSharp throws ExternalException for every native error")]
    private static void Raise(string message) => throw new ExternalException(message);
}
