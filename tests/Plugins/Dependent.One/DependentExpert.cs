using MoECollab.Experts;
using MoECollab.Outputs;
using static TorchSharp.torch;

namespace Dependent;

internal sealed class DependentExpert(string label) : IExpert
{
    public OutputSpace Output { get; } = new ClassSpace([label]);

    public ExpertTraits Traits { get; } = new();

    public ExpertOutput Run(ExpertBatch batch) => ExpertOutput.FromProbabilities(ones([batch.Inputs.Count, 1]));

    public void Dispose()
    {
    }
}
