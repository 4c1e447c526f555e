using TorchSharp.Operators;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) => Aten.CallBool("allclose", this, target, rtol, atol, equal_nan);

        public Tensor bitwise_and(Tensor other) => Aten.Call("bitwise_and.Tensor", this, other);

        public Tensor bitwise_not() => Aten.Call("bitwise_not", this);

        public Tensor bitwise_or(Tensor other) => Aten.Call("bitwise_or.Tensor", this, other);

        public Tensor eq(Scalar target) => Aten.WithScalar("eq.Scalar", this, target);

        public Tensor eq(Tensor target) => Aten.Call("eq.Tensor", this, target);

        public Tensor eq_(Scalar target) => Aten.InPlace("eq_.Scalar", this, (Argument)target);

        public Tensor eq_(Tensor target) => Aten.InPlace("eq_.Tensor", this, target);

        public Tensor equal(Tensor target) => eq(target);

        public Tensor ge(Scalar target) => Aten.WithScalar("ge.Scalar", this, target);

        public Tensor ge(Tensor target) => Aten.Call("ge.Tensor", this, target);

        public Tensor gt(Scalar target) => Aten.WithScalar("gt.Scalar", this, target);

        public Tensor gt(Tensor target) => Aten.Call("gt.Tensor", this, target);

        public Tensor isclose(Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) => Aten.Call("isclose", this, other, rtol, atol, nanEqual);

        public Tensor le(Scalar target) => Aten.WithScalar("le.Scalar", this, target);

        public Tensor le(Tensor target) => Aten.Call("le.Tensor", this, target);

        public Tensor logical_and(Tensor other) => Aten.Call("logical_and", this, other);

        public Tensor logical_not() => Aten.Call("logical_not", this);

        public Tensor logical_or(Tensor other) => Aten.Call("logical_or", this, other);

        public Tensor logical_xor(Tensor other) => Aten.Call("logical_xor", this, other);

        public Tensor lt(Scalar target) => Aten.WithScalar("lt.Scalar", this, target);

        public Tensor lt(Tensor target) => Aten.Call("lt.Tensor", this, target);

        public Tensor ne(Scalar target) => Aten.WithScalar("ne.Scalar", this, target);

        public Tensor ne(Tensor target) => Aten.Call("ne.Tensor", this, target);

        public Tensor ne_(Scalar target) => Aten.InPlace("ne_.Scalar", this, (Argument)target);

        public Tensor ne_(Tensor target) => Aten.InPlace("ne_.Tensor", this, target);
    }
}
