using TorchSharp.Operators;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor abs() => Aten.Call("abs", this);

        public Tensor abs_() => Aten.InPlace("abs_", this);

        public Tensor add(Scalar scalar) => Aten.WithNumber("add.Tensor", this, scalar);

        public Tensor add(Scalar scalar, Scalar alpha) => Aten.Call("add.Scalar", this, scalar, alpha);

        public Tensor add(Tensor target) => Aten.Call("add.Tensor", this, target);

        public Tensor add(Tensor target, Scalar alpha) => Aten.Call("add.Tensor", this, target, alpha);

        public Tensor add_(Scalar scalar) => Aten.InPlaceWithNumber("add_.Tensor", this, scalar);

        public Tensor add_(Scalar scalar, Scalar alpha) => Aten.InPlace("add_.Scalar", this, scalar, alpha);

        public Tensor add_(Tensor target) => Aten.InPlace("add_.Tensor", this, target);

        public Tensor add_(Tensor target, Scalar alpha) => Aten.InPlace("add_.Tensor", this, target, alpha);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => Aten.Call("addcdiv", this, tensor1, tensor2);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => Aten.Call("addcdiv", this, tensor1, tensor2, value);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => Aten.InPlace("addcdiv_", this, tensor1, tensor2);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => Aten.InPlace("addcdiv_", this, tensor1, tensor2, value);

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => Aten.Call("addcmul", this, tensor1, tensor2, value);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => Aten.InPlace("addcmul_", this, tensor1, tensor2, value);

        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => Aten.Call("addmm", this, mat1, mat2, (double)beta, (double)alpha);

        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1, float alpha = 1) => Aten.Call("addmv", this, mat, vec, (double)beta, (double)alpha);

        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => Aten.Call("baddbmm", this, batch1, batch2, (double)beta, (double)alpha);

        public Tensor ceil() => Aten.Call("ceil", this);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Aten.Call("clamp", this, min, max);

        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Aten.Call("clamp.Tensor", this, min, max);

        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => Aten.InPlace("clamp_", this, min, max);

        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => Aten.InPlace("clamp_.Tensor", this, min, max);

        public Tensor clamp_max(Scalar max) => Aten.WithScalar("clamp_max", this, max);

        public Tensor clamp_min(Scalar min) => Aten.WithScalar("clamp_min", this, min);

        public Tensor clip(Scalar? min = null, Scalar? max = null) => clamp(min, max);

        public Tensor cos() => Aten.Call("cos", this);

        public Tensor cumsum(long dim, ScalarType? type = null) => Aten.Call("cumsum", this, dim, type);

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => rounding_mode == RoundingMode.None ? Aten.WithNumber("div.Tensor", this, target) : Aten.Call("div.Scalar_mode", this, target, rounding_mode.Name());

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => rounding_mode == RoundingMode.None ? Aten.Call("div.Tensor", this, target) : Aten.Call("div.Tensor_mode", this, target, rounding_mode.Name());

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => rounding_mode == RoundingMode.None ? Aten.InPlaceWithNumber("div_.Tensor", this, target) : Aten.InPlace("div_.Scalar_mode", this, target, rounding_mode.Name());

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => rounding_mode == RoundingMode.None ? Aten.InPlace("div_.Tensor", this, target) : Aten.InPlace("div_.Tensor_mode", this, target, rounding_mode.Name());

        public Tensor divide(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);

        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);

        public Tensor erf() => Aten.Call("erf", this);

        public Tensor exp() => Aten.Call("exp", this);

        public Tensor exp_() => Aten.InPlace("exp_", this);

        public Tensor float_power(Tensor target) => Aten.Call("float_power.Tensor_Tensor", this, target);

        public Tensor floor() => Aten.Call("floor", this);

        public Tensor floor_divide(Scalar other) => Aten.WithNumber("floor_divide", this, other);

        public Tensor floor_divide(Tensor other) => Aten.Call("floor_divide", this, other);

        public Tensor fmod(Scalar scalar) => Aten.WithScalar("fmod.Scalar", this, scalar);

        public Tensor fmod(Tensor target) => Aten.Call("fmod.Tensor", this, target);

        public Tensor isfinite() => Aten.Call("isfinite", this);

        public Tensor isinf() => Aten.Call("isinf", this);

        public Tensor isnan() => Aten.Call("isnan", this);

        public Tensor lerp(Tensor end, Tensor weight) => Aten.Call("lerp.Tensor", this, end, weight);

        public Tensor lerp_(Tensor end, Tensor weight) => Aten.InPlace("lerp_.Tensor", this, end, weight);

        public Tensor log() => Aten.Call("log", this);

        public Tensor log1p() => Aten.Call("log1p", this);

        public Tensor log_() => Aten.InPlace("log_", this);

        public Tensor maximum(Tensor other) => Aten.Call("maximum", this, other);

        public Tensor minimum(Tensor other) => Aten.Call("minimum", this, other);

        public Tensor mul(Scalar target) => Aten.WithNumber("mul.Tensor", this, target);

        public Tensor mul(Tensor target) => Aten.Call("mul.Tensor", this, target);

        public Tensor mul_(Scalar target) => Aten.InPlaceWithNumber("mul_.Tensor", this, target);

        public Tensor mul_(Tensor target) => Aten.InPlace("mul_.Tensor", this, target);

        public Tensor multiply(Scalar target) => mul(target);

        public Tensor multiply(Tensor target) => mul(target);

        public Tensor nan_to_num(double nan = 0, double? posinf = null, double? neginf = null) => Aten.Call("nan_to_num", this, nan, posinf, neginf);

        public Tensor neg() => Aten.Call("neg", this);

        public Tensor neg_() => Aten.InPlace("neg_", this);

        public Tensor negative() => neg();

        public Tensor pow(Scalar exponent) => Aten.Call("pow.Tensor_Scalar", this, (Argument)exponent);

        public Tensor pow(Tensor exponent) => Aten.Call("pow.Tensor_Tensor", this, exponent);

        public Tensor pow_(Scalar exponent) => Aten.InPlace("pow_.Scalar", this, (Argument)exponent);

        public Tensor pow_(Tensor exponent) => Aten.InPlace("pow_.Tensor", this, exponent);

        public Tensor reciprocal() => Aten.Call("reciprocal", this);

        public Tensor remainder(Scalar scalar) => Aten.WithScalar("remainder.Scalar", this, scalar);

        public Tensor remainder(Tensor target) => Aten.Call("remainder.Tensor", this, target);

        public Tensor round(long decimals = 0) => decimals == 0 ? Aten.Call("round", this) : Aten.Call("round.decimals", this, (Argument)decimals);

        public Tensor rsqrt() => Aten.Call("rsqrt", this);

        public Tensor rsqrt_() => Aten.InPlace("rsqrt_", this);

        public Tensor sigmoid() => Aten.Call("sigmoid", this);

        public Tensor sign() => Aten.Call("sign", this);

        public Tensor sin() => Aten.Call("sin", this);

        public Tensor sqrt() => Aten.Call("sqrt", this);

        public Tensor sqrt_() => Aten.InPlace("sqrt_", this);

        public Tensor square() => Aten.Call("square", this);

        public Tensor sub(Scalar target) => Aten.WithNumber("sub.Tensor", this, target);

        public Tensor sub(Tensor target) => Aten.Call("sub.Tensor", this, target);

        public Tensor sub_(Scalar target) => Aten.InPlaceWithNumber("sub_.Tensor", this, target);

        public Tensor sub_(Tensor target) => Aten.InPlace("sub_.Tensor", this, target);

        public Tensor subtract(Scalar target) => sub(target);

        public Tensor subtract(Tensor target) => sub(target);

        public Tensor tanh() => Aten.Call("tanh", this);

        public Tensor true_divide(Scalar other) => div(other);

        public Tensor true_divide(Tensor other) => div(other);
    }
}
