using MoECollab.Experts;
using MoECollab.Gating.Numerics.Stacks;
using MoECollab.Outputs;

namespace MoECollab.Mixture.Tests.Doubles;

/// <summary>An expert that gives a stack whatever a function says, and answers as another when it is asked by itself.</summary>
internal sealed class FormedExpert(IExpert itself, Func<StackForm> form) : IExpert, IStackable
{
    private int _forms;
    private int _runs;

    public OutputSpace Output => itself.Output;

    public ExpertTraits Traits => itself.Traits;

    public long Changes { get; set; }

    /// <summary>How often it was asked for its form.</summary>
    public int Forms => _forms;

    /// <summary>How often it answered by itself.</summary>
    public int Runs => _runs;

    public StackForm Form()
    {
        _forms++;
        return form();
    }

    public ExpertOutput Run(ExpertBatch batch)
    {
        _runs++;
        return itself.Run(batch);
    }

    public void Dispose() => itself.Dispose();
}
