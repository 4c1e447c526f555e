using MoECollab.Experts;
using MoECollab.Inputs;
using MoECollab.Outputs;
using static TorchSharp.torch;

namespace MoECollab.Training.Tests.Synthetic;

/// <summary>Answers NaN, as an expert with broken weights does.</summary>
internal sealed class NotANumberExpert : IExpert
{
    public OutputSpace Output { get; } = new ClassSpace(["Animals/0", "Animals/1"]);

    public ExpertTraits Traits { get; } = new() { Needs = InputNeeds.Text };

    public ExpertOutput Run(ExpertBatch batch) => ExpertOutput.FromProbabilities(full(batch.Inputs.Count, 2, float.NaN));

    public void Dispose()
    {
    }
}
