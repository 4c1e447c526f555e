using TorchSharp.Operators;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public static Tensor operator +(Tensor left, Tensor right) => Aten.Call("add.Tensor", left, right);

        public static Tensor operator +(Tensor left, Scalar right) => Aten.WithNumber("add.Tensor", left, right);

        public static Tensor operator +(Tensor left, int right) => Aten.WithNumber("add.Tensor", left, (long)right);

        public static Tensor operator +(Tensor left, long right) => Aten.WithNumber("add.Tensor", left, right);

        public static Tensor operator +(Tensor left, float right) => Aten.WithNumber("add.Tensor", left, (double)right);

        public static Tensor operator +(Tensor left, double right) => Aten.WithNumber("add.Tensor", left, right);

        public static Tensor operator +(Scalar left, Tensor right) => Aten.NumberWith("add.Tensor", left, right);

        public static Tensor operator +(int left, Tensor right) => Aten.NumberWith("add.Tensor", (long)left, right);

        public static Tensor operator +(long left, Tensor right) => Aten.NumberWith("add.Tensor", left, right);

        public static Tensor operator +(float left, Tensor right) => Aten.NumberWith("add.Tensor", (double)left, right);

        public static Tensor operator +(double left, Tensor right) => Aten.NumberWith("add.Tensor", left, right);

        public static Tensor operator -(Tensor left, Tensor right) => Aten.Call("sub.Tensor", left, right);

        public static Tensor operator -(Tensor left, Scalar right) => Aten.WithNumber("sub.Tensor", left, right);

        public static Tensor operator -(Tensor left, int right) => Aten.WithNumber("sub.Tensor", left, (long)right);

        public static Tensor operator -(Tensor left, long right) => Aten.WithNumber("sub.Tensor", left, right);

        public static Tensor operator -(Tensor left, float right) => Aten.WithNumber("sub.Tensor", left, (double)right);

        public static Tensor operator -(Tensor left, double right) => Aten.WithNumber("sub.Tensor", left, right);

        public static Tensor operator -(Scalar left, Tensor right) => Aten.NumberWith("sub.Tensor", left, right);

        public static Tensor operator -(int left, Tensor right) => Aten.NumberWith("sub.Tensor", (long)left, right);

        public static Tensor operator -(long left, Tensor right) => Aten.NumberWith("sub.Tensor", left, right);

        public static Tensor operator -(float left, Tensor right) => Aten.NumberWith("sub.Tensor", (double)left, right);

        public static Tensor operator -(double left, Tensor right) => Aten.NumberWith("sub.Tensor", left, right);

        public static Tensor operator *(Tensor left, Tensor right) => Aten.Call("mul.Tensor", left, right);

        public static Tensor operator *(Tensor left, Scalar right) => Aten.WithNumber("mul.Tensor", left, right);

        public static Tensor operator *(Tensor left, int right) => Aten.WithNumber("mul.Tensor", left, (long)right);

        public static Tensor operator *(Tensor left, long right) => Aten.WithNumber("mul.Tensor", left, right);

        public static Tensor operator *(Tensor left, float right) => Aten.WithNumber("mul.Tensor", left, (double)right);

        public static Tensor operator *(Tensor left, double right) => Aten.WithNumber("mul.Tensor", left, right);

        public static Tensor operator *(Scalar left, Tensor right) => Aten.NumberWith("mul.Tensor", left, right);

        public static Tensor operator *(int left, Tensor right) => Aten.NumberWith("mul.Tensor", (long)left, right);

        public static Tensor operator *(long left, Tensor right) => Aten.NumberWith("mul.Tensor", left, right);

        public static Tensor operator *(float left, Tensor right) => Aten.NumberWith("mul.Tensor", (double)left, right);

        public static Tensor operator *(double left, Tensor right) => Aten.NumberWith("mul.Tensor", left, right);

        public static Tensor operator /(Tensor left, Tensor right) => Aten.Call("div.Tensor", left, right);

        public static Tensor operator /(Tensor left, Scalar right) => Aten.WithNumber("div.Tensor", left, right);

        public static Tensor operator /(Tensor left, int right) => Aten.WithNumber("div.Tensor", left, (long)right);

        public static Tensor operator /(Tensor left, long right) => Aten.WithNumber("div.Tensor", left, right);

        public static Tensor operator /(Tensor left, float right) => Aten.WithNumber("div.Tensor", left, (double)right);

        public static Tensor operator /(Tensor left, double right) => Aten.WithNumber("div.Tensor", left, right);

        public static Tensor operator /(Scalar left, Tensor right) => Aten.NumberWith("div.Tensor", left, right);

        public static Tensor operator /(int left, Tensor right) => Aten.NumberWith("div.Tensor", (long)left, right);

        public static Tensor operator /(long left, Tensor right) => Aten.NumberWith("div.Tensor", left, right);

        public static Tensor operator /(float left, Tensor right) => Aten.NumberWith("div.Tensor", (double)left, right);

        public static Tensor operator /(double left, Tensor right) => Aten.NumberWith("div.Tensor", left, right);

        public static Tensor operator %(Tensor left, Tensor right) => Aten.Call("remainder.Tensor", left, right);

        public static Tensor operator %(Tensor left, Scalar right) => Aten.WithNumber("remainder.Tensor", left, right);

        public static Tensor operator %(Tensor left, int right) => Aten.WithNumber("remainder.Tensor", left, (long)right);

        public static Tensor operator %(Tensor left, long right) => Aten.WithNumber("remainder.Tensor", left, right);

        public static Tensor operator %(Tensor left, float right) => Aten.WithNumber("remainder.Tensor", left, (double)right);

        public static Tensor operator %(Tensor left, double right) => Aten.WithNumber("remainder.Tensor", left, right);

        public static Tensor operator -(Tensor tensor) => tensor.neg();

        public static Tensor operator ~(Tensor left) => left.bitwise_not();

        public static Tensor operator &(Tensor left, Tensor right) => Aten.Call("bitwise_and.Tensor", left, right);

        public static Tensor operator |(Tensor left, Tensor right) => Aten.Call("bitwise_or.Tensor", left, right);

        public static Tensor operator ^(Tensor left, Tensor right) => Aten.Call("bitwise_xor.Tensor", left, right);

        public static Tensor operator <(Tensor left, Tensor right) => left.lt(right);

        public static Tensor operator <(Tensor left, Scalar right) => left.lt(right);

        public static Tensor operator <(Scalar left, Tensor right) => right.gt(left);

        public static Tensor operator <=(Tensor left, Tensor right) => left.le(right);

        public static Tensor operator <=(Tensor left, Scalar right) => left.le(right);

        public static Tensor operator <=(Scalar left, Tensor right) => right.ge(left);

        public static Tensor operator >(Tensor left, Tensor right) => left.gt(right);

        public static Tensor operator >(Tensor left, Scalar right) => left.gt(right);

        public static Tensor operator >(Scalar left, Tensor right) => right.lt(left);

        public static Tensor operator >=(Tensor left, Tensor right) => left.ge(right);

        public static Tensor operator >=(Tensor left, Scalar right) => left.ge(right);

        public static Tensor operator >=(Scalar left, Tensor right) => right.le(left);

        public static Tensor operator ==(Tensor left, Tensor right) => left.eq(right);

        public static Tensor operator ==(Tensor left, Scalar right) => left.eq(right);

        public static Tensor operator ==(Scalar left, Tensor right) => right.eq(left);

        public static Tensor operator !=(Tensor left, Tensor right) => left.ne(right);

        public static Tensor operator !=(Tensor left, Scalar right) => left.ne(right);

        public static Tensor operator !=(Scalar left, Tensor right) => right.ne(left);
    }
}
