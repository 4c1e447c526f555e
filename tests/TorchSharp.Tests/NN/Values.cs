using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.NN;

/// <summary>Compares tensors with numbers from PyTorch 1.13.</summary>
internal static class Values
{
    public static void AreClose(ReadOnlySpan<float> expected, Tensor actual, float tolerance = 1e-5f)
    {
        using var plain = actual.detach().to(float32).contiguous();
        var values = plain.data<float>().ToArray();

        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < values.Length; i++)
            Assert.True(MathF.Abs(expected[i] - values[i]) <= tolerance * (1 + MathF.Abs(expected[i])), $"element {i}: expected {expected[i]}, got {values[i]}");
    }
}
