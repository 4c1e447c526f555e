using MoECollab.Inputs;

namespace MoECollab.Experts;

/// <summary>An expert that goes on learning while it serves. The host calls it from one thread at a time.</summary>
public interface IIncrementalExpert : IExpert
{
    /// <summary>Learns from examples; the next <see cref="IExpert.Run"/> sees the result.</summary>
    /// <param name="examples">Examples whose labels are in its space.</param>
    void Learn(IReadOnlyList<LabelledInput> examples);
}
