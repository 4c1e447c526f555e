using MoECollab.TorchSharp.Tests.NN;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.Optim;

public sealed class TrajectoryTests
{
    // w = nn.Parameter(tensor([1, -2, 3, .5, -.25, 1.5, 2.5, -1.5, .75, 4])); o = torch.optim.SGD([w], .1), ...
    // 4 times: o.zero_grad(); ((w * w).sum() * .5 + (w * torch.arange(10.) * .1).sum()).backward(); o.step()
    public static TheoryData<string, Func<IEnumerable<Parameter>, optim.Optimizer>, float[]> Optimizers => new()
    {
        { "SGD(w, 0.1)", w => optim.SGD(w, 0.1), [0.656099975f, -1.34658992f, 1.89951992f, 0.224879995f, -0.301585019f, 0.81220001f, 1.43390989f, -1.22487986f, 0.216954991f, 2.31489015f] },
        { "SGD(w, 0.1, momentum: 0.9, dampening: 0.1, weight_decay: 0.01)", w => optim.SGD(w, 0.1, momentum: 0.9, dampening: 0.1, weight_decay: 0.01), [0.259844929f, -0.592972457f, 0.632969439f, -0.0899256319f, -0.35809198f, 0.0233539026f, 0.209916174f, -0.902746081f, -0.391377747f, 0.379835367f] },
        { "SGD(w, 0.1, momentum: 0.9, nesterov: true)", w => optim.SGD(w, 0.1, momentum: 0.9, nesterov: true), [0.09388794f, -0.27838704f, 0.100441359f, -0.224889666f, -0.385916799f, -0.31222409f, -0.308947414f, -0.775110364f, -0.654473722f, -0.439949065f] },
        { "SGD(w, 0.1, momentum: 0.9, weight_decay: 0.01, maximize: true)", w => optim.SGD(w, 0.1, momentum: 0.9, weight_decay: 0.01, maximize: true), [2.03799582f, -3.97114372f, 6.32368374f, 1.33354223f, -0.0901066959f, 3.58123446f, 5.72407818f, -2.32305741f, 2.36728144f, 9.09561634f] },
        { "Adam(w, 0.1)", w => optim.Adam(w, 0.1), [0.603939116f, -1.60160744f, 2.60084629f, 0.105600201f, -0.496992767f, 1.10150492f, 2.10087872f, -1.10560012f, 0.352103263f, 3.60051942f] },
        { "Adam(w, 0.1, 0.8, 0.99, 1e-6, weight_decay: 0.1)", w => optim.Adam(w, 0.1, 0.8, 0.99, 1e-6, weight_decay: 0.1), [0.606532574f, -1.6028837f, 2.60160494f, 0.109396577f, -0.41199252f, 1.10280418f, 2.10168552f, -1.108006f, 0.35393703f, 3.60102034f] },
        { "Adam(w, 0.1, amsgrad: true)", w => optim.Adam(w, 0.1, amsgrad: true), [0.603939116f, -1.60160744f, 2.60084629f, 0.105600201f, -0.496992767f, 1.10150492f, 2.10087872f, -1.10560012f, 0.352103263f, 3.60051942f] },
        { "Adam(w, 0.1, maximize: true)", w => optim.Adam(w, 0.1, maximize: true), [1.40114653f, -2.40084982f, 3.40058064f, 0.901167095f, 0.143860325f, 1.90082192f, 2.90059566f, -1.90116704f, 1.15096045f, 4.40040636f] },
        { "AdamW(w, 0.1, weight_decay: 0.1)", w => optim.AdamW(w, 0.1, weight_decay: 0.1), [0.571047664f, -1.52916598f, 2.48889256f, 0.0922264904f, -0.490084559f, 1.04863167f, 2.00858355f, -1.05381799f, 0.328693449f, 3.44909596f] },
        { "AdamW(w, 0.1, weight_decay: 0.1, amsgrad: true)", w => optim.AdamW(w, 0.1, weight_decay: 0.1, amsgrad: true), [0.571047664f, -1.52916598f, 2.48889256f, 0.0922264904f, -0.490084559f, 1.04863167f, 2.00858355f, -1.05381799f, 0.328693449f, 3.44909596f] },
    };

    [Theory]
    [MemberData(nameof(Optimizers), DisableDiscoveryEnumeration = true)]
    public void Steps_equal_those_of_PyTorch(string name, Func<IEnumerable<Parameter>, optim.Optimizer> create, float[] expected)
    {
        using var scope = NewDisposeScope();
        var w = Start(float32);

        Descend(w, create);

        Assert.NotEmpty(name);
        Values.AreClose(expected, w, 2e-6f);
    }

    // The same in float64, which takes the way by operators; the results agree to float32.
    [Theory]
    [MemberData(nameof(Optimizers), DisableDiscoveryEnumeration = true)]
    public void Steps_in_double_equal_those_of_PyTorch(string name, Func<IEnumerable<Parameter>, optim.Optimizer> create, float[] expected)
    {
        using var scope = NewDisposeScope();
        var w = Start(float64);

        Descend(w, create);

        Assert.NotEmpty(name);
        Values.AreClose(expected, w, 2e-6f);
    }

    [Fact]
    public void Step_between_forward_and_backward_is_noticed()
    {
        using var scope = NewDisposeScope();
        var w = Start(float32);
        using var descent = optim.SGD([w], 0.1);
        w.square().sum().backward();
        var loss = w.square().sum();

        descent.step();

        Assert.ThrowsAny<Exception>(() => loss.backward());
    }

    // torch.manual_seed(1); net = Sequential(Linear(4, 8), ReLU(), Linear(8, 3)); x = randn(6, 4); y = [0, 1, 2, 0, 1, 2]; 50 steps of Adam(.01)
    [Fact]
    public void Training_ends_at_the_loss_of_PyTorch()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3));
        var x = randn(6, 4);
        var y = tensor(new long[] { 0, 1, 2, 0, 1, 2 });
        using var adam = optim.Adam(net.parameters(), 0.01);
        var loss = 0f;

        for (var step = 0; step < 50; step++)
        {
            adam.zero_grad();
            var current = nn.functional.cross_entropy(net.call(x), y);
            current.backward();
            adam.step();
            loss = current.item<float>();
        }

        Assert.Equal(0.26801124f, loss, 5e-6f);
    }

    private static Parameter Start(ScalarType type) =>
        nn.Parameter(tensor(new float[] { 1, -2, 3, 0.5f, -0.25f, 1.5f, 2.5f, -1.5f, 0.75f, 4 }, type));

    private static void Descend(Parameter w, Func<IEnumerable<Parameter>, optim.Optimizer> create)
    {
        using var optimizer = create([w]);
        for (var step = 0; step < 4; step++)
        {
            optimizer.zero_grad();
            var loss = w.mul(w).sum().mul(0.5).add(w.mul(arange(10, w.dtype)).mul(0.1).sum());
            loss.backward();
            optimizer.step();
        }
    }
}
