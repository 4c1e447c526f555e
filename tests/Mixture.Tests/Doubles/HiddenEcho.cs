using MoECollab.Experts;
using MoECollab.Inputs;
using MoECollab.Outputs;
using static TorchSharp.torch;

namespace MoECollab.Mixture.Tests.Doubles;

/// <summary>Answers with the first component of the hidden vector as the probability of its label <c>NAME/a</c>.</summary>
internal sealed class HiddenEcho(string name) : IExpert
{
    public OutputSpace Output { get; } = new ClassSpace([name + "/a", name + "/other"]);

    public ExpertTraits Traits { get; } = new() { Needs = InputNeeds.Hidden };

    public ExpertOutput Run(ExpertBatch batch)
    {
        using var scope = NewDisposeScope();
        var first = batch.Hidden!.narrow(1, 0, 1); // [B, 1]
        return ExpertOutput.FromProbabilities(cat([first, 1 - first], 1).MoveToOuterDisposeScope());
    }

    public void Dispose()
    {
    }
}
