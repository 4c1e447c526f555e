using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests;

/// <summary>Compares tensors with numbers worked out by hand.</summary>
internal static class TensorAssert
{
    private const double Tolerance = 1e-5;

    internal static void Holds(Tensor actual, long[] shape, params double[] values)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(shape, actual.shape);
        var found = actual.detach().cpu().to_type(ScalarType.Float64).contiguous().data<double>().ToArray();
        Assert.Equal(values.Length, found.Length);
        for (var i = 0; i < values.Length; i++) Assert.Equal(values[i], found[i], Tolerance);
    }

    internal static void Close(Tensor expected, Tensor actual, double tolerance = Tolerance)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(expected.shape, actual.shape);
        Assert.True(actual.allclose(expected, tolerance, tolerance), $"expected {expected.ToString(true)}, got {actual.ToString(true)}");
    }
}
