using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.NN.Activations;

public sealed class ActivationTests
{
    private static readonly float[] Points = [-2f, -0.5f, 0f, 0.5f, 2f];

    // v = torch.tensor([-2., -.5, 0., .5, 2.]); nn.ReLU()(v), nn.LeakyReLU(.1)(v), nn.ELU(1.5)(v), ...
    public static TheoryData<string, Func<nn.Module<Tensor, Tensor>>, float[]> Modules => new()
    {
        { "ReLU()", () => nn.ReLU(), [0.0f, 0.0f, 0.0f, 0.5f, 2.0f] },
        { "LeakyReLU(0.1)", () => nn.LeakyReLU(0.1), [-0.200000003f, -0.0500000007f, 0.0f, 0.5f, 2.0f] },
        { "ELU(1.5)", () => nn.ELU(1.5), [-1.29699707f, -0.590204f, 0.0f, 0.5f, 2.0f] },
        { "GELU()", () => nn.GELU(), [-0.0455000997f, -0.154268786f, 0.0f, 0.345731199f, 1.95449996f] },
        { "SiLU()", () => nn.SiLU(), [-0.238405839f, -0.188770339f, 0.0f, 0.311229676f, 1.76159406f] },
        { "Sigmoid()", () => nn.Sigmoid(), [0.119202919f, 0.377540678f, 0.5f, 0.622459352f, 0.880797029f] },
        { "Tanh()", () => nn.Tanh(), [-0.964027584f, -0.462117165f, 0.0f, 0.462117165f, 0.964027584f] },
        { "Softmax(0)", () => nn.Softmax(0), [0.0125547089f, 0.0562663004f, 0.0927674398f, 0.152947664f, 0.685463846f] },
        { "LogSoftmax(0)", () => nn.LogSoftmax(0), [-4.37765932f, -2.87765956f, -2.37765956f, -1.87765956f, -0.3776595f] },
    };

    // F.relu6(v), F.celu(v, 1.5), F.selu(v), ...
    public static TheoryData<string, Func<Tensor, Tensor>, float[]> Functions => new()
    {
        { "relu6(x)", x => nn.functional.relu6(x), [0.0f, 0.0f, 0.0f, 0.5f, 2.0f] },
        { "celu(x, 1.5)", x => nn.functional.celu(x, 1.5), [-1.10460424f, -0.425203085f, 0.0f, 0.5f, 2.0f] },
        { "selu(x)", x => nn.functional.selu(x), [-1.52016652f, -0.691758156f, 0.0f, 0.525350511f, 2.10140204f] },
        { "mish(x)", x => nn.functional.mish(x), [-0.252501458f, -0.22074376f, 0.0f, 0.375245243f, 1.943959f] },
        { "hardtanh(x)", x => nn.functional.hardtanh(x), [-1.0f, -0.5f, 0.0f, 0.5f, 1.0f] },
        { "hardsigmoid(x)", x => nn.functional.hardsigmoid(x), [0.166666672f, 0.416666657f, 0.5f, 0.583333313f, 0.833333313f] },
        { "hardswish(x)", x => nn.functional.hardswish(x), [-0.333333343f, -0.208333328f, 0.0f, 0.291666657f, 1.66666663f] },
        { "logsigmoid(x)", x => nn.functional.logsigmoid(x), [-2.12692809f, -0.974076986f, -0.693147182f, -0.474076986f, -0.126928017f] },
        { "softmin(x, 0)", x => nn.functional.softmin(x, 0), [0.685463786f, 0.152947649f, 0.0927674323f, 0.0562662929f, 0.0125547079f] },
        { "softplus(x)", x => nn.functional.softplus(x), [0.126928002f, 0.474076986f, 0.693147182f, 0.974076986f, 2.12692809f] },
        { "gelu(x, GELU.Approximate.tanh)", x => nn.functional.gelu(x, global::TorchSharp.Modules.GELU.Approximate.tanh), [-0.0454022884f, -0.154285997f, 0.0f, 0.345714003f, 1.95459771f] },
    };

    [Theory]
    [MemberData(nameof(Modules), DisableDiscoveryEnumeration = true)]
    public void Module_equals_PyTorch(string name, Func<nn.Module<Tensor, Tensor>> create, float[] expected)
    {
        using var module = create();
        using var input = tensor(Points);

        using var output = module.call(input);

        Assert.NotEmpty(name);
        Values.AreClose(expected, output);
    }

    [Theory]
    [MemberData(nameof(Functions), DisableDiscoveryEnumeration = true)]
    public void Function_equals_PyTorch(string name, Func<Tensor, Tensor> function, float[] expected)
    {
        using var input = tensor(Points);

        using var output = function(input);

        Assert.NotEmpty(name);
        Values.AreClose(expected, output);
    }

    [Fact]
    public void In_place_activation_changes_its_input_and_returns_another_object()
    {
        using var relu = nn.ReLU(inplace: true);
        using var input = tensor(Points);

        var output = relu.call(input);
        output.Dispose();

        Values.AreClose([0.0f, 0.0f, 0.0f, 0.5f, 2.0f], input);
    }

    [Fact]
    public void Activation_refuses_parameters()
    {
        using var relu = nn.ReLU();
        using var parameter = nn.Parameter(zeros(1));

        Assert.Throws<InvalidOperationException>(() => relu.register_parameter("weight", parameter));
    }
}
