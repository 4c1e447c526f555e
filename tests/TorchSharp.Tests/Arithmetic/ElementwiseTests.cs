using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.Arithmetic;

public sealed class ElementwiseTests : IDisposable
{
    private static readonly double[] Points = [0.2, 0.55, 0.9];

    private static readonly Dictionary<string, (Func<Tensor, Tensor> Fresh, Func<Tensor, Tensor> InPlace, Func<double, double> Expected)> Functions = new()
    {
        ["acos"] = (t => t.acos(), t => t.acos_(), Math.Acos),
        ["asin"] = (t => t.asin(), t => t.asin_(), Math.Asin),
        ["atan"] = (t => t.atan(), t => t.atan_(), Math.Atan),
        ["sinh"] = (t => t.sinh(), t => t.sinh_(), Math.Sinh),
        ["cosh"] = (t => t.cosh(), t => t.cosh_(), Math.Cosh),
        ["tan"] = (t => t.tan(), t => t.tan_(), Math.Tan),
        ["asinh"] = (t => t.asinh(), t => t.asinh_(), Math.Asinh),
        ["atanh"] = (t => t.atanh(), t => t.atanh_(), Math.Atanh),
        ["expm1"] = (t => t.expm1(), t => t.expm1_(), x => Math.Exp(x) - 1),
        ["log2"] = (t => t.log2(), t => t.log2_(), Math.Log2),
        ["log10"] = (t => t.log10(), t => t.log10_(), Math.Log10),
        ["exp2"] = (t => t.exp2(), t => t.exp2_(), x => Math.Pow(2, x)),
        ["trunc"] = (t => t.trunc(), t => t.trunc_(), Math.Truncate),
        ["frac"] = (t => t.frac(), t => t.frac_(), x => x - Math.Truncate(x)),
        ["rad2deg"] = (t => t.rad2deg(), t => t.rad2deg_(), x => x * 180 / Math.PI),
        ["logit"] = (t => t.logit(), t => t.logit_(), x => Math.Log(x / (1 - x))),
        ["sigmoid"] = (t => t.sigmoid(), t => t.sigmoid_(), x => 1 / (1 + Math.Exp(-x))),
        ["tanh"] = (t => t.tanh(), t => t.tanh_(), Math.Tanh),
        ["reciprocal"] = (t => t.reciprocal(), t => t.reciprocal_(), x => 1 / x),
    };

    private readonly DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string> Names => [.. Functions.Keys];

    public void Dispose() => _scope.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Functions_match_the_mathematics_fresh_and_in_place(string name)
    {
        var (fresh, inPlace, expected) = Functions[name];
        var t = tensor(Points);

        TensorAssert.Holds(fresh(t), [3], [.. Points.Select(x => expected(x))]);
        TensorAssert.Holds(t, [3], Points);
        Assert.Same(t, inPlace(t));
        TensorAssert.Holds(t, [3], [.. Points.Select(x => expected(x))]);
    }

    [Fact]
    public void Functions_of_two_tensors_match_the_mathematics()
    {
        var a = tensor([3.0, -1.0]);
        var b = tensor([4.0, 2.0]);

        TensorAssert.Holds(a.hypot(b), [2], 5, Math.Sqrt(5));
        TensorAssert.Holds(a.atan2(b), [2], Math.Atan2(3, 4), Math.Atan2(-1, 2));
        TensorAssert.Holds(logaddexp(a, b), [2], Math.Log(Math.Exp(3) + Math.Exp(4)), Math.Log(Math.Exp(-1) + Math.Exp(2)));
        TensorAssert.Holds(a.copysign(-b), [2], -3, -1);
        TensorAssert.Holds(tensor([6L, 3L]).bitwise_xor(tensor([3L, 3L])), [2], 5, 0);
    }
}
