using System.Text;
using TorchSharp.Native;

namespace TorchSharp.Operators;

/// <summary>One operator of libtorch, found in its dispatcher at the first call.</summary>
internal sealed unsafe class Operator
{
    private nint _handle;

    internal Operator(string name) => Name = name;

    /// <summary>The schema's name with its overload, such as <c>add.Tensor</c>.</summary>
    internal string Name { get; }

    internal nint Handle => _handle != 0 ? _handle : Find();

    // Two threads may both find it; the handles are equivalent and one stays unused.
    private nint Find()
    {
        var qualified = Name.Contains("::", StringComparison.Ordinal) ? Name : "aten::" + Name;
        var parts = qualified.Split('.', 2);
        fixed (byte* name = Encoding.UTF8.GetBytes(parts[0] + '\0'))
        fixed (byte* overload = Encoding.UTF8.GetBytes((parts.Length > 1 ? parts[1] : "") + '\0'))
            _handle = NativeMethods.mt_operator(name, overload);
        if (_handle == 0) NativeFailure.Throw(Name);
        return _handle;
    }
}
