using TorchSharp.Native;

namespace TorchSharp.Operators;

/// <summary>The shapes that most calls have, without an argument array: one or two tensors, or a tensor and a number.</summary>
internal static unsafe partial class Aten
{
    /// <summary>Calls an operator of one tensor.</summary>
    internal static torch.Tensor Call(string name, torch.Tensor self)
    {
        long bytes;
        var result = NativeMethods.mt_unary(OperatorTable.Find(name).Handle, self.Handle, &bytes);
        if (result == 0) NativeFailure.Throw(name, self);
        GC.KeepAlive(self);
        return new torch.Tensor(result, bytes);
    }

    /// <summary>Calls an operator of two tensors.</summary>
    internal static torch.Tensor Call(string name, torch.Tensor left, torch.Tensor right)
    {
        long bytes;
        var result = NativeMethods.mt_binary(OperatorTable.Find(name).Handle, left.Handle, right.Handle, &bytes);
        if (result == 0) NativeFailure.Throw(name, left, right);
        GC.KeepAlive(left);
        GC.KeepAlive(right);
        return new torch.Tensor(result, bytes);
    }

    /// <summary>
    /// Calls an operator of two tensors with a number in the second's place, as a kept wrapped number: the result is that
    /// of the operator's Scalar overload, at a third of its cost.
    /// </summary>
    internal static torch.Tensor WithNumber(string name, torch.Tensor left, Number right)
    {
        if (right.Tag == NativeTag.Complex) return Call(name, left, right.ToTensor());
        long bytes;
        var result = NativeMethods.mt_with_number(OperatorTable.Find(name).Handle, left.Handle, (long)right.Tag, right.Bits, &bytes);
        if (result == 0) NativeFailure.Throw(name, left);
        GC.KeepAlive(left);
        return new torch.Tensor(result, bytes);
    }

    /// <summary>As <see cref="WithNumber"/>, with the number in the first tensor's place.</summary>
    internal static torch.Tensor NumberWith(string name, Number left, torch.Tensor right)
    {
        if (left.Tag == NativeTag.Complex) return Call(name, left.ToTensor(), right);
        long bytes;
        var result = NativeMethods.mt_number_with(OperatorTable.Find(name).Handle, (long)left.Tag, left.Bits, right.Handle, &bytes);
        if (result == 0) NativeFailure.Throw(name, right);
        GC.KeepAlive(right);
        return new torch.Tensor(result, bytes);
    }

    /// <summary>Calls an operator whose second argument is a Scalar by schema, such as <c>eq.Scalar</c>.</summary>
    internal static torch.Tensor WithScalar(string name, torch.Tensor self, Number scalar)
    {
        if (scalar.Tag == NativeTag.Complex) return Call(name, (Argument)self, scalar.ToArgument());
        long bytes;
        var result = NativeMethods.mt_with_scalar(OperatorTable.Find(name).Handle, self.Handle, (long)scalar.Tag, scalar.Bits, &bytes);
        if (result == 0) NativeFailure.Throw(name, self);
        GC.KeepAlive(self);
        return new torch.Tensor(result, bytes);
    }

    /// <summary>Calls an operator that changes its only argument, and returns that same object.</summary>
    internal static torch.Tensor InPlace(string name, torch.Tensor self)
    {
        if (NativeMethods.mt_unary_in_place(OperatorTable.Find(name).Handle, self.Handle) < 0) NativeFailure.Throw(name, self);
        GC.KeepAlive(self);
        return self;
    }

    /// <summary>Calls an operator that changes the first of its two arguments, and returns that same object.</summary>
    internal static torch.Tensor InPlace(string name, torch.Tensor self, torch.Tensor other)
    {
        if (NativeMethods.mt_binary_in_place(OperatorTable.Find(name).Handle, self.Handle, other.Handle) < 0)
            NativeFailure.Throw(name, self, other);
        GC.KeepAlive(self);
        GC.KeepAlive(other);
        return self;
    }

    /// <summary>As <see cref="InPlace(string, torch.Tensor, torch.Tensor)"/>, with a number in the second's place.</summary>
    internal static torch.Tensor InPlaceWithNumber(string name, torch.Tensor self, Number other)
    {
        if (other.Tag == NativeTag.Complex) return InPlace(name, self, other.ToTensor());
        if (NativeMethods.mt_with_number_in_place(OperatorTable.Find(name).Handle, self.Handle, (long)other.Tag, other.Bits) < 0)
            NativeFailure.Throw(name, self);
        GC.KeepAlive(self);
        return self;
    }
}
