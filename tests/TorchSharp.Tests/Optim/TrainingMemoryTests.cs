using MoECollab.TorchSharp.Tests.NN;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.Optim;

[Collection("process state")]
public sealed class TrainingMemoryTests
{
    private const int Warmup = 500;
    private const int Steps = 10_000;
    private const long AllowedBytes = 16L << 20;

    [Theory]
    [InlineData("SGD")]
    [InlineData("Adam")]
    public void Ten_thousand_steps_leave_count_and_memory_flat(string kind)
    {
        using var net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3));
        using optim.Optimizer optimizer = kind == "SGD" ? optim.SGD(net.parameters(), 0.01, momentum: 0.9) : optim.Adam(net.parameters());
        using var x = randn(8, 4);
        using var y = randint(3, [8]);
        Train(net, optimizer, x, y, Warmup);
        var (count, memory) = (LiveTensors.Count, Environment.WorkingSet);

        Train(net, optimizer, x, y, Steps);

        Assert.Equal(count, LiveTensors.Count);
        Assert.InRange(Environment.WorkingSet - memory, long.MinValue, AllowedBytes);
    }

    private static void Train(nn.Module<Tensor, Tensor> net, optim.Optimizer optimizer, Tensor x, Tensor y, int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            nn.functional.cross_entropy(net.call(x), y).backward();
            optimizer.step();
        }
    }
}
