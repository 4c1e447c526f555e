using TorchSharp.Operators;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor absolute() => Aten.Call("absolute", this);

        public Tensor absolute_() => Aten.InPlace("absolute_", this);

        public Tensor acos() => Aten.Call("acos", this);

        public Tensor acos_() => Aten.InPlace("acos_", this);

        public Tensor arccos() => Aten.Call("arccos", this);

        public Tensor arccos_() => Aten.InPlace("arccos_", this);

        public Tensor acosh() => Aten.Call("acosh", this);

        public Tensor acosh_() => Aten.InPlace("acosh_", this);

        public Tensor arccosh() => Aten.Call("arccosh", this);

        public Tensor arccosh_() => Aten.InPlace("arccosh_", this);

        public Tensor asin() => Aten.Call("asin", this);

        public Tensor asin_() => Aten.InPlace("asin_", this);

        public Tensor arcsin() => Aten.Call("arcsin", this);

        public Tensor arcsin_() => Aten.InPlace("arcsin_", this);

        public Tensor asinh() => Aten.Call("asinh", this);

        public Tensor asinh_() => Aten.InPlace("asinh_", this);

        public Tensor arcsinh() => Aten.Call("arcsinh", this);

        public Tensor arcsinh_() => Aten.InPlace("arcsinh_", this);

        public Tensor atan() => Aten.Call("atan", this);

        public Tensor atan_() => Aten.InPlace("atan_", this);

        public Tensor arctan() => Aten.Call("arctan", this);

        public Tensor arctan_() => Aten.InPlace("arctan_", this);

        public Tensor atanh() => Aten.Call("atanh", this);

        public Tensor atanh_() => Aten.InPlace("atanh_", this);

        public Tensor arctanh() => Aten.Call("arctanh", this);

        public Tensor arctanh_() => Aten.InPlace("arctanh_", this);

        public Tensor bitwise_not_() => Aten.InPlace("bitwise_not_", this);

        public Tensor ceil_() => Aten.InPlace("ceil_", this);

        public Tensor conj_physical() => Aten.Call("conj_physical", this);

        public Tensor conj_physical_() => Aten.InPlace("conj_physical_", this);

        public Tensor cos_() => Aten.InPlace("cos_", this);

        public Tensor cosh() => Aten.Call("cosh", this);

        public Tensor cosh_() => Aten.InPlace("cosh_", this);

        public Tensor deg2rad() => Aten.Call("deg2rad", this);

        public Tensor deg2rad_() => Aten.InPlace("deg2rad_", this);

        public Tensor digamma() => Aten.Call("digamma", this);

        public Tensor digamma_() => Aten.InPlace("digamma_", this);

        public Tensor erf_() => Aten.InPlace("erf_", this);

        public Tensor erfc() => Aten.Call("erfc", this);

        public Tensor erfc_() => Aten.InPlace("erfc_", this);

        public Tensor erfinv() => Aten.Call("erfinv", this);

        public Tensor erfinv_() => Aten.InPlace("erfinv_", this);

        public Tensor exp2() => Aten.Call("exp2", this);

        public Tensor exp2_() => Aten.InPlace("exp2_", this);

        public Tensor expm1() => Aten.Call("expm1", this);

        public Tensor expm1_() => Aten.InPlace("expm1_", this);

        public Tensor fix() => Aten.Call("fix", this);

        public Tensor fix_() => Aten.InPlace("fix_", this);

        public Tensor floor_() => Aten.InPlace("floor_", this);

        public Tensor frac() => Aten.Call("frac", this);

        public Tensor frac_() => Aten.InPlace("frac_", this);

        public Tensor i0() => Aten.Call("i0", this);

        public Tensor i0_() => Aten.InPlace("i0_", this);

        public Tensor lgamma() => Aten.Call("lgamma", this);

        public Tensor lgamma_() => Aten.InPlace("lgamma_", this);

        public Tensor log10() => Aten.Call("log10", this);

        public Tensor log10_() => Aten.InPlace("log10_", this);

        public Tensor log1p_() => Aten.InPlace("log1p_", this);

        public Tensor log2() => Aten.Call("log2", this);

        public Tensor log2_() => Aten.InPlace("log2_", this);

        public Tensor negative_() => Aten.InPlace("negative_", this);

        public Tensor rad2deg() => Aten.Call("rad2deg", this);

        public Tensor rad2deg_() => Aten.InPlace("rad2deg_", this);

        public Tensor reciprocal_() => Aten.InPlace("reciprocal_", this);

        public Tensor sgn() => Aten.Call("sgn", this);

        public Tensor sgn_() => Aten.InPlace("sgn_", this);

        public Tensor sigmoid_() => Aten.InPlace("sigmoid_", this);

        public Tensor sign_() => Aten.InPlace("sign_", this);

        public Tensor sin_() => Aten.InPlace("sin_", this);

        public Tensor sinc() => Aten.Call("sinc", this);

        public Tensor sinc_() => Aten.InPlace("sinc_", this);

        public Tensor sinh() => Aten.Call("sinh", this);

        public Tensor sinh_() => Aten.InPlace("sinh_", this);

        public Tensor square_() => Aten.InPlace("square_", this);

        public Tensor tan() => Aten.Call("tan", this);

        public Tensor tan_() => Aten.InPlace("tan_", this);

        public Tensor tanh_() => Aten.InPlace("tanh_", this);

        public Tensor trunc() => Aten.Call("trunc", this);

        public Tensor trunc_() => Aten.InPlace("trunc_", this);

        public Tensor angle() => Aten.Call("angle", this);

        public Tensor positive() => Aten.Call("positive", this);

        public Tensor signbit() => Aten.Call("signbit", this);

        public Tensor isneginf() => Aten.Call("isneginf", this);

        public Tensor isposinf() => Aten.Call("isposinf", this);

        public Tensor isreal() => Aten.Call("isreal", this);

        public Tensor atan2(Tensor other) => Aten.Call("atan2", this, other);

        public Tensor atan2_(Tensor other) => Aten.InPlace("atan2_", this, other);

        public Tensor arctan2(Tensor other) => Aten.Call("arctan2", this, other);

        public Tensor arctan2_(Tensor other) => Aten.InPlace("arctan2_", this, other);

        public Tensor bitwise_and_(Tensor other) => Aten.InPlace("bitwise_and_.Tensor", this, other);

        public Tensor bitwise_or_(Tensor other) => Aten.InPlace("bitwise_or_.Tensor", this, other);

        public Tensor bitwise_xor(Tensor other) => Aten.Call("bitwise_xor.Tensor", this, other);

        public Tensor bitwise_xor_(Tensor other) => Aten.InPlace("bitwise_xor_.Tensor", this, other);

        public Tensor bitwise_left_shift(Tensor other) => Aten.Call("bitwise_left_shift.Tensor", this, other);

        public Tensor bitwise_left_shift_(Tensor other) => Aten.InPlace("bitwise_left_shift_.Tensor", this, other);

        public Tensor bitwise_right_shift(Tensor other) => Aten.Call("bitwise_right_shift.Tensor", this, other);

        public Tensor bitwise_right_shift_(Tensor other) => Aten.InPlace("bitwise_right_shift_.Tensor", this, other);

        public Tensor copysign(Tensor other) => Aten.Call("copysign.Tensor", this, other);

        public Tensor copysign_(Tensor other) => Aten.InPlace("copysign_.Tensor", this, other);

        public Tensor heaviside(Tensor values) => Aten.Call("heaviside", this, values);

        public Tensor heaviside_(Tensor values) => Aten.InPlace("heaviside_", this, values);

        public Tensor ldexp(Tensor other) => Aten.Call("ldexp.Tensor", this, other);

        public Tensor ldexp_(Tensor other) => Aten.InPlace("ldexp_", this, other);

        public Tensor logical_and_(Tensor other) => Aten.InPlace("logical_and_", this, other);

        public Tensor logical_or_(Tensor other) => Aten.InPlace("logical_or_", this, other);

        public Tensor logical_xor_(Tensor other) => Aten.InPlace("logical_xor_", this, other);

        public Tensor nextafter(Tensor other) => Aten.Call("nextafter", this, other);

        public Tensor nextafter_(Tensor other) => Aten.InPlace("nextafter_", this, other);

        public Tensor remainder_(Tensor other) => Aten.InPlace("remainder_.Tensor", this, other);

        public Tensor fmod_(Tensor other) => Aten.InPlace("fmod_.Tensor", this, other);

        public Tensor float_power_(Tensor target) => Aten.InPlace("float_power_.Tensor", this, target);

        public Tensor floor_divide_(Tensor other) => Aten.InPlace("floor_divide_.Tensor", this, other);

        public Tensor logaddexp(Tensor other) => Aten.Call("logaddexp", this, other);

        public Tensor logaddexp2(Tensor other) => Aten.Call("logaddexp2", this, other);

        public Tensor hypot(Tensor other) => Aten.Call("hypot", this, other);

        public Tensor fmax(Tensor other) => Aten.Call("fmax", this, other);

        public Tensor fmin(Tensor other) => Aten.Call("fmin", this, other);

        public Tensor gcd(Tensor other) => Aten.Call("gcd", this, other);

        public Tensor lcm(Tensor other) => Aten.Call("lcm", this, other);

        public Tensor xlogy(Tensor other) => Aten.Call("xlogy.Tensor", this, other);

        public Tensor fmod_(Scalar scalar) => Aten.InPlace("fmod_.Scalar", this, (Argument)scalar);

        public Tensor remainder_(Scalar scalar) => Aten.InPlace("remainder_.Scalar", this, (Argument)scalar);

        public Tensor multiply_(Tensor target) => mul_(target);

        public Tensor multiply_(Scalar target) => mul_(target);

        public Tensor divide_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div_(target, rounding_mode);

        public Tensor subtract_(Tensor target) => sub_(target);

        public Tensor subtract_(Scalar target) => sub_(target);

        public Tensor logit(double? eps = null) => Aten.Call("logit", this, (Argument)eps);

        public Tensor logit_(double? eps = null) => Aten.InPlace("logit_", this, (Argument)eps);

        public Tensor nan_to_num_(double nan = 0, double? posinf = null, double? neginf = null) => Aten.InPlace("nan_to_num_", this, nan, posinf, neginf);

        public Tensor round_(long decimals = 0) => decimals == 0 ? Aten.InPlace("round_", this) : Aten.InPlace("round_.decimals", this, (Argument)decimals);
    }
}
