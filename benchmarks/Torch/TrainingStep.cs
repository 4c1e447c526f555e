using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MoECollab.Benchmarks.Torch;

/// <summary>The 32-64-10 network with its optimizer and one batch of 32, as training_step.py builds it.</summary>
internal sealed class TrainingStep : IDisposable
{
    private readonly Sequential _net;
    private readonly optim.Optimizer _optimizer;
    private readonly Tensor _inputs;
    private readonly Tensor _targets;

    internal TrainingStep(string optimizer)
    {
        manual_seed(1);
        _net = nn.Sequential(nn.Linear(32, 64), nn.ReLU(), nn.Linear(64, 10));
        _optimizer = optimizer == "SGD" ? optim.SGD(_net.parameters(), 0.01) : optim.Adam(_net.parameters());
        _inputs = randn(32, 32);
        _targets = randint(10, [32]);
    }

    /// <summary>CPU nanoseconds that the whole process took for so many steps, finalizers included.</summary>
    internal double Train(int steps)
    {
        var start = ThreadCpuClock.ProcessNanoseconds;
        for (var i = 0; i < steps; i++)
        {
            using var scope = NewDisposeScope();
            _optimizer.zero_grad();
            nn.functional.cross_entropy(_net.call(_inputs), _targets).backward();
            _optimizer.step();
        }
        return ThreadCpuClock.ProcessNanoseconds - start;
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _net.Dispose();
        _inputs.Dispose();
        _targets.Dispose();
    }
}
