namespace MoECollab.Experts;

/// <summary>A class-probability expert that can also fill host memory, without tensors: the path for one input on a CPU. Equal to <see cref="IExpert.Run"/> within 1e-5. Calls may overlap.</summary>
public interface IDirectExpert : IExpert
{
    /// <summary>Answers one input.</summary>
    /// <param name="text">The text.</param>
    /// <param name="hidden">The hidden vector [d]; empty where the expert does not need it.</param>
    /// <param name="probabilities">Receives the class probabilities, [C].</param>
    void Run(ReadOnlySpan<char> text, ReadOnlySpan<float> hidden, Span<float> probabilities);
}
