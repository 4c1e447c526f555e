using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using TorchSharp.Native;

namespace TorchSharp.Operators;

/// <summary>
/// The one place where managed code calls an operator of libtorch. A member of the public surface is one line:
/// <code>public Tensor tril(long diagonal = 0) => Aten.Call("tril", this, diagonal);</code>
/// The name is the schema's (with its overload after a dot), the arguments follow the schema's order, and those left out
/// at the end take the schema's defaults.
/// </summary>
internal static unsafe partial class Aten
{
    private const int LongsOnStack = 64;

    /// <summary>Calls an operator that returns one tensor.</summary>
    internal static torch.Tensor Call(string name, params ReadOnlySpan<Argument> arguments) => CallOrNull(name, arguments)!;

    /// <summary>Calls an operator whose tensor result may be undefined.</summary>
    internal static torch.Tensor? CallOrNull(string name, params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result;
        Invoke(name, arguments, &result, 1);
        return result.ToTensor();
    }

    /// <summary>Calls an operator that returns two tensors.</summary>
    internal static (torch.Tensor, torch.Tensor) Call2(string name, params ReadOnlySpan<Argument> arguments)
    {
        var results = stackalloc NativeValue[2];
        Invoke(name, arguments, results, 2);
        return (results[0].ToTensor()!, results[1].ToTensor()!);
    }

    /// <summary>Calls an operator that returns three tensors, some of which may be undefined.</summary>
    internal static (torch.Tensor, torch.Tensor?, torch.Tensor?) Call3(string name, params ReadOnlySpan<Argument> arguments)
    {
        var results = stackalloc NativeValue[3];
        Invoke(name, arguments, results, 3);
        return (results[0].ToTensor()!, results[1].ToTensor(), results[2].ToTensor());
    }

    /// <summary>Calls an operator that returns a list, or up to eight tensors.</summary>
    internal static torch.Tensor[] CallMany(string name, params ReadOnlySpan<Argument> arguments)
    {
        var results = stackalloc NativeValue[8];
        var count = Invoke(name, arguments, results, 8);
        if (count == 1 && results[0].Tag == NativeTag.TensorList) return results[0].ToTensors();
        var tensors = new torch.Tensor[count];
        for (var i = 0; i < count; i++) tensors[i] = results[i].ToTensor()!;
        return tensors;
    }

    /// <summary>Calls an operator that returns true or false.</summary>
    internal static bool CallBool(string name, params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result;
        Invoke(name, arguments, &result, 1);
        return result.Bits != 0;
    }

    /// <summary>Calls an operator that returns an integer.</summary>
    internal static long CallLong(string name, params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result;
        Invoke(name, arguments, &result, 1);
        return result.Bits;
    }

    /// <summary>Calls an operator for its effect on its arguments and drops what it returns.</summary>
    internal static void Run(string name, params ReadOnlySpan<Argument> arguments) => Invoke(name, arguments, null, 0);

    /// <summary>Calls an operator that changes its first argument, and returns that same object.</summary>
    internal static torch.Tensor InPlace(string name, torch.Tensor self, params ReadOnlySpan<Argument> others)
    {
        Span<Argument> arguments = [self, default, default, default, default, default, default, default];
        others.CopyTo(arguments[1..]);
        Invoke(name, arguments[..(others.Length + 1)], null, 0);
        return self;
    }

    /// <summary>Throws when a native call that is no operator has failed.</summary>
    internal static void Check(int status, string what)
    {
        if (status < 0) NativeFailure.Throw(what);
    }

    [SkipLocalsInit]
    private static int Invoke(string name, ReadOnlySpan<Argument> arguments, NativeValue* results, int capacity)
    {
        var op = OperatorTable.Find(name);
        var values = stackalloc NativeValue[arguments.Length];
        var needed = 0;
        foreach (ref readonly var argument in arguments) needed += LongsOf(argument);
        var inline = stackalloc long[LongsOnStack];
        var buffer = needed <= LongsOnStack ? inline : (long*)NativeMemory.Alloc((nuint)needed, sizeof(long));
        try
        {
            var free = buffer;
            for (var i = 0; i < arguments.Length; i++) values[i] = Pack(arguments[i], ref free);
            var count = results is null
                ? NativeMethods.mt_call_in_place(op.Handle, values, arguments.Length)
                : NativeMethods.mt_call(op.Handle, values, arguments.Length, results, capacity);
            if (count < 0) Fail(name, arguments);
            return count;
        }
        finally
        {
            if (buffer != inline) NativeMemory.Free(buffer);
            KeepAlive(arguments);
        }
    }

    private static int LongsOf(in Argument argument) => argument.Reference switch
    {
        null or torch.Tensor => 0,
        Array list => list.Length,
        string text => text.Length * 3 / sizeof(long) + 1,
        _ => 0,
    };

    private static NativeValue Pack(in Argument argument, ref long* free)
    {
        var value = new NativeValue { Tag = argument.Tag, Bits = argument.Bits, Extra = argument.Extra };
        switch (argument.Reference)
        {
            case null:
                break;
            case torch.Tensor tensor:
                value.Bits = tensor.Handle;
                break;
            case torch.Tensor?[] tensors:
                value.Bits = (nint)free;
                value.Extra = tensors.Length;
                foreach (var tensor in tensors) *free++ = tensor?.Handle ?? 0;
                break;
            case long[] or double[]:
                var list = (Array)argument.Reference;
                value.Bits = (nint)free;
                value.Extra = list.Length;
                fixed (byte* source = &MemoryMarshal.GetArrayDataReference(list))
                    Buffer.MemoryCopy(source, free, (long)list.Length * sizeof(long), (long)list.Length * sizeof(long));
                free += list.Length;
                break;
            case string text:
                value.Bits = (nint)free;
                value.Extra = Encoding.UTF8.GetBytes(text, new Span<byte>(free, text.Length * 3));
                free += text.Length * 3 / sizeof(long) + 1;
                break;
            case torch.Generator generator:
                value.Bits = generator.Handle;
                break;
        }
        return value;
    }

    private static void Fail(string name, ReadOnlySpan<Argument> arguments)
    {
        var tensors = new List<torch.Tensor?>();
        foreach (var argument in arguments)
        {
            if (argument.Reference is torch.Tensor tensor) tensors.Add(tensor);
            else if (argument.Reference is torch.Tensor?[] list) tensors.AddRange(list);
        }
        NativeFailure.Throw(name, CollectionsMarshal.AsSpan(tensors));
    }

    // A finalizer must not free a tensor whose last use is this call.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void KeepAlive(ReadOnlySpan<Argument> arguments) => _ = arguments.Length;
}
