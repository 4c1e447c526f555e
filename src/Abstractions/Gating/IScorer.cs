using MoECollab.Inputs;

namespace MoECollab.Gating;

/// <summary>The core of a gate: features and expert descriptors → one score per expert. Calls may overlap; no state is kept between them.</summary>
public interface IScorer : IDisposable
{
    /// <summary>What it reads of an input.</summary>
    InputNeeds Needs { get; }

    /// <summary>The experts it was trained for, by id; empty for scorers that need no training.</summary>
    IReadOnlyList<string> TrainedFor { get; }

    /// <summary>Number of learned values.</summary>
    long ParameterCount { get; }

    /// <summary>Scores every expert of the snapshot. Experts that it was trained for and that are absent play no part; those it does not know are listed as <see cref="ScoreTable.Cold"/>.</summary>
    /// <param name="request">The inputs and the experts.</param>
    /// <returns>Logits [B, N].</returns>
    ScoreTable Score(RoutingRequest request);

    /// <summary>Multiply-adds for this input.</summary>
    /// <param name="input">The input.</param>
    /// <param name="experts">The experts of the call.</param>
    long MultiplyAdds(RawInput input, ExpertSnapshot experts);
}
