using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.NN.Initialization;

public sealed class InitTests
{
    // torch.manual_seed(1); nn.init.xavier_uniform_(torch.empty(2, 3)), kaiming_normal_(..., nonlinearity='relu'), orthogonal_(...)
    // torch.manual_seed(1); nn.init.trunc_normal_(torch.empty(4), .5, 2., -1., 1.)
    public static TheoryData<string, Func<Tensor>, float[]> Fillings => new()
    {
        { "xavier_uniform_", () => nn.init.xavier_uniform_(empty(2, 3)), [0.564442575f, -0.483505636f, -0.212364629f, 0.514167905f, -1.03129244f, 0.656957388f] },
        { "kaiming_normal_", () => nn.init.kaiming_normal_(empty(2, 3), nonlinearity: nn.init.NonlinearityType.ReLU), [0.539991796f, 0.21794261f, 0.0503592715f, 0.507303476f, -0.368979663f, -0.135644764f] },
        { "orthogonal_", () => nn.init.orthogonal_(empty(2, 3)), [0.923871398f, 0.372877836f, 0.0861596316f, 0.381211519f, -0.876791656f, -0.293110758f] },
        { "trunc_normal_", () => nn.init.trunc_normal_(empty(4), 0.5, 2, -1, 1), [0.542747021f, -0.376773059f, -0.128840387f, 0.499939859f] },
        { "eye_", () => nn.init.eye_(empty(2, 3)), [1, 0, 0, 0, 1, 0] },
        { "constant_", () => nn.init.constant_(empty(2), 0.25), [0.25f, 0.25f] },
        { "dirac_", () => nn.init.dirac_(empty(2, 2, 3)), [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0] },
    };

    [Theory]
    [MemberData(nameof(Fillings), DisableDiscoveryEnumeration = true)]
    public void Filling_equals_PyTorch(string name, Func<Tensor> fill, float[] expected)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);

        var filled = fill();

        Assert.NotEmpty(name);
        Values.AreClose(expected, filled, 2e-6f);
    }

    [Fact]
    public void Filling_a_parameter_is_not_tracked()
    {
        using var parameter = nn.Parameter(zeros(2, 2));

        nn.init.ones_(parameter);

        Assert.True(parameter.is_leaf);
        Values.AreClose([1, 1, 1, 1], parameter);
    }

    [Fact]
    public void Sparse_leaves_the_share_of_zeros_in_each_column()
    {
        using var scope = NewDisposeScope();

        var matrix = nn.init.sparse_(empty(10, 3), 0.25);

        Values.AreClose([3, 3, 3], matrix.eq(0).sum([0]));
    }

    [Fact]
    public void Fans_and_gains_follow_the_shape()
    {
        using var kernel = zeros(4, 3, 5, 5);
        using var vector = zeros(4);

        Assert.Equal((75L, 100L), nn.init.CalculateFanInAndFanOut(kernel));
        Assert.Equal(5.0 / 3, nn.init.calculate_gain(nn.init.NonlinearityType.Tanh));
        Assert.Throws<ArgumentException>(() => nn.init.CalculateFanInAndFanOut(vector));
    }
}
