using MoECollab.Experts;
using MoECollab.Inputs;
using MoECollab.Outputs;
using static TorchSharp.torch;

namespace MoECollab.Mixture.Tests.Doubles;

/// <summary>Answers each input with a row that a function gives. Counts the rows it was run for.</summary>
internal class TableExpert(IReadOnlyList<string> labels, Func<string, float[]> answer) : IExpert
{
    public int ExecutedRows { get; protected set; }

    public OutputSpace Output { get; } = new ClassSpace(labels);

    public ExpertTraits Traits { get; init; } = new() { Needs = InputNeeds.Text, MultiplyAdds = 7 };

    public virtual ExpertOutput Run(ExpertBatch batch)
    {
        ExecutedRows += batch.Inputs.Count;
        float[][] rows = [.. batch.Inputs.Select(input => answer(input.Text))];
        return ExpertOutput.FromProbabilities(tensor(rows.SelectMany(row => row).ToArray(), [rows.Length, rows[0].Length]));
    }

    public void Dispose()
    {
    }

    protected float[] AnswerOf(string text) => answer(text);
}
