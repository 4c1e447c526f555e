using static TorchSharp.torch;

namespace MoECollab.Training.Gates;

/// <summary>For each example, the probability that each frozen expert gives to its label.</summary>
/// <param name="Values">[examples × experts] row by row, each 0 to 1.</param>
/// <param name="Experts">Number of experts, at least 1.</param>
internal sealed record Likelihoods(float[] Values, int Experts)
{
    public int Rows => Values.Length / Experts;

    /// <summary>The probabilities of one example, [experts].</summary>
    public ReadOnlySpan<float> Row(int row) => Values.AsSpan(row * Experts, Experts);

    /// <summary>[examples, experts], outside of any scope; owned by the caller.</summary>
    public Tensor ToTensor(Device device)
    {
        using var scope = NewDisposeScope();
        return tensor(Values, [Rows, Experts], device: device).DetachFromDisposeScope();
    }
}
