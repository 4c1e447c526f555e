using MoECollab.Outputs;

namespace MoECollab.Integration;

/// <summary>How outputs of one kind of space combine; not the gate's business. Calls may overlap.</summary>
public interface IIntegrator
{
    /// <summary>The name by which <c>moe.json</c> chooses it.</summary>
    string Name { get; }

    /// <summary>Whether it combines outputs of this space.</summary>
    /// <param name="space">The space.</param>
    bool Accepts(OutputSpace space);

    /// <summary>Combines what the experts answered.</summary>
    /// <param name="rows">B, the rows of the batch; every row that is in a contribution gets an answer.</param>
    /// <param name="contributions">Answers by expert, all of accepted spaces.</param>
    /// <returns>B answers; null for rows that no contribution has.</returns>
    IReadOnlyList<IntegratedRow?> Combine(int rows, IReadOnlyList<ExpertContribution> contributions);
}
