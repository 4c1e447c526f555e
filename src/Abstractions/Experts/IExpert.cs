using MoECollab.Outputs;

namespace MoECollab.Experts;

/// <summary>
/// A contributed module. Calls may overlap. An expert just throws when it cannot answer: the mixture drops it from that answer,
/// says so, and goes on with the others.
/// </summary>
public interface IExpert : IDisposable
{
    /// <summary>What its answers are.</summary>
    OutputSpace Output { get; }

    /// <summary>What it declares of itself.</summary>
    ExpertTraits Traits { get; }

    /// <summary>Answers a batch; a row depends on its own input only.</summary>
    /// <param name="batch">B inputs, at least one; borrowed.</param>
    /// <returns>B answers of the declared space, finite; owned by the caller.</returns>
    ExpertOutput Run(ExpertBatch batch);
}
