using MoECollab.Experts;
using MoECollab.Inputs;
using MoECollab.Outputs;
using static TorchSharp.torch;

namespace MoECollab.Mixture.Tests.Doubles;

internal sealed class VectorExpert(params float[] vector) : IExpert
{
    public OutputSpace Output { get; } = new VectorSpace(vector.Length);

    public ExpertTraits Traits { get; } = new() { Needs = InputNeeds.None };

    public ExpertOutput Run(ExpertBatch batch) =>
        ExpertOutput.FromVectors(tensor(batch.Inputs.SelectMany(_ => vector).ToArray(), [batch.Inputs.Count, vector.Length]));

    public void Dispose()
    {
    }
}
