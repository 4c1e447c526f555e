using MoECollab.Experts;
using MoECollab.Gating;
using MoECollab.Inputs;
using MoECollab.Outputs;
using MoECollab.Training.Gates;
using static TorchSharp.torch;

namespace MoECollab.Training.Tests.Synthetic;

/// <summary>Gives 0.9 to its first label and 0.1 to its second, whatever it is asked, and counts the rows.</summary>
internal sealed class OracleExpert(string domain) : IExpert
{
    /// <summary>Rows answered so far.</summary>
    public int Answered { get; private set; }

    public OutputSpace Output { get; } = new ClassSpace([$"{domain}/0", $"{domain}/1"]);

    public ExpertTraits Traits { get; } = new() { Needs = InputNeeds.Text };

    public static GateExpert Of(string domain)
    {
        var expert = new OracleExpert(domain);
        return new GateExpert(new ExpertDescriptor(domain, "1.0.0", expert.Output), expert);
    }

    public ExpertOutput Run(ExpertBatch batch)
    {
        Answered += batch.Inputs.Count;
        return ExpertOutput.FromProbabilities(tensor([0.9f, 0.1f]).expand(batch.Inputs.Count, 2));
    }

    public void Dispose()
    {
    }
}
