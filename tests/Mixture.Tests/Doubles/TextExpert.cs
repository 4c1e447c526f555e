using MoECollab.Experts;
using MoECollab.Inputs;
using MoECollab.Outputs;

namespace MoECollab.Mixture.Tests.Doubles;

internal sealed class TextExpert(Func<string, string> answer) : IExpert
{
    public OutputSpace Output { get; } = new TextSpace();

    public ExpertTraits Traits { get; } = new() { Needs = InputNeeds.Text };

    public ExpertOutput Run(ExpertBatch batch) => ExpertOutput.FromTexts([.. batch.Inputs.Select(input => answer(input.Text))]);

    public void Dispose()
    {
    }
}
