using MoECollab.Experts;
using MoECollab.Outputs;
using static TorchSharp.torch;

namespace FaultyPlugin;

/// <summary>Holds a tensor until it is disposed.</summary>
internal sealed class HoldingExpert : IExpert
{
    private readonly Tensor _held = ones([1]);

    public Action WhenDisposed { get; init; } = () => { };

    public OutputSpace Output { get; } = new ClassSpace(["held"]);

    public ExpertTraits Traits { get; } = new();

    public ExpertOutput Run(ExpertBatch batch) => ExpertOutput.FromProbabilities(ones([batch.Inputs.Count, 1]));

    public void Dispose()
    {
        _held.Dispose();
        WhenDisposed();
    }
}
