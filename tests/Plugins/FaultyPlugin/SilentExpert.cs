using MoECollab.Experts;
using MoECollab.Outputs;
using static TorchSharp.torch;

namespace FaultyPlugin;

internal sealed class SilentExpert : IExpert
{
    public OutputSpace Output { get; } = new ClassSpace(["nothing"]);

    public ExpertTraits Traits { get; } = new();

    public ExpertOutput Run(ExpertBatch batch) => ExpertOutput.FromProbabilities(ones([batch.Inputs.Count, 1]));

    public void Dispose()
    {
    }
}
