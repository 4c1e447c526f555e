using System.Numerics;
using TorchSharp.Operators;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// One step of Adam (Kingma and Ba 2015, algorithm 1), in PyTorch's order of operations:
/// m = β₁m + (1 - β₁)g; v = β₂v + (1 - β₂)g²; θ -= η/(1 - β₁ᵗ) · m / (√v / √(1 - β₂ᵗ) + ε).
/// </summary>
internal readonly unsafe struct AdamRule(
    double rate, double beta1, double beta2, double eps, double decay, WeightDecay place, bool maximize)
{
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public static void Check(double rate, double beta1, double beta2, double eps, double decay)
    {
        if (rate < 0)
            throw new ArgumentException($"Invalid learning rate: {rate}");
        if (eps < 0)
            throw new ArgumentException($"Invalid ε: {eps}");
        if (beta1 is < 0 or >= 1)
            throw new ArgumentException($"Invalid beta1: {beta1}");
        if (beta2 is < 0 or >= 1)
            throw new ArgumentException($"Invalid beta2: {beta2}");
        if (decay < 0)
            throw new ArgumentException($"Invalid weight_decay value: {decay}");
    }

    /// <param name="parameter">θ, changed in place.</param>
    /// <param name="gradient">Handle of g; freed here.</param>
    /// <param name="moments">m and v, changed in place.</param>
    public void Apply(Parameter parameter, nint gradient, AdamMoments moments)
    {
        if (moments.Largest is not null || !DenseFloats.TryOf(parameter, gradient, out var pair))
        {
            ByOperators(parameter, new Tensor(gradient), moments);
            return;
        }
        using (pair)
            InOnePass(pair, DenseFloats.Of(moments.Mean), DenseFloats.Of(moments.Square), moments.Step);
    }

    private void InOnePass(DenseFloats pair, float* means, float* squares, long step)
    {
        var sign = maximize ? -1f : 1f;
        var added = place == WeightDecay.InGradient ? (float)decay : 0;
        var shrunk = place == WeightDecay.Decoupled ? (float)(1 - (rate * decay)) : 1;
        var (keepMean, keepSquare) = ((float)beta1, (float)beta2);
        var (takeMean, takeSquare) = ((float)(1 - beta1), (float)(1 - beta2));
        var stride = (float)(-rate / (1 - Math.Pow(beta1, step)));
        var correction = (float)Math.Sqrt(1 - Math.Pow(beta2, step));
        var floor = (float)eps;

        var width = Vector<float>.Count;
        var i = 0L;
        for (; i <= pair.Count - width; i += width)
        {
            var value = Vector.Load(pair.Values + i) * shrunk;
            var slope = Vector.FusedMultiplyAdd(value, new Vector<float>(added), Vector.Load(pair.Gradients + i) * sign);
            var mean = Vector.FusedMultiplyAdd(slope, new Vector<float>(takeMean), Vector.Load(means + i) * keepMean);
            var square = Vector.FusedMultiplyAdd(slope * takeSquare, slope, Vector.Load(squares + i) * keepSquare);
            mean.Store(means + i);
            square.Store(squares + i);
            var denominator = (Vector.SquareRoot(square) / new Vector<float>(correction)) + new Vector<float>(floor);
            (value + (mean * stride / denominator)).Store(pair.Values + i);
        }
        for (; i < pair.Count; i++)
        {
            var value = pair.Values[i] * shrunk;
            var slope = MathF.FusedMultiplyAdd(value, added, pair.Gradients[i] * sign);
            means[i] = MathF.FusedMultiplyAdd(slope, takeMean, means[i] * keepMean);
            squares[i] = MathF.FusedMultiplyAdd(slope * takeSquare, slope, squares[i] * keepSquare);
            var denominator = (MathF.Sqrt(squares[i]) / correction) + floor;
            pair.Values[i] = value + (means[i] * stride / denominator);
        }
    }

    private void ByOperators(Parameter parameter, Tensor gradient, AdamMoments moments)
    {
        if (gradient.is_sparse)
            throw new InvalidOperationException("Adam does not support sparse gradients: use SGD, or an embedding with sparse: false.");
        if (maximize)
            gradient = Aten.Call("neg", gradient);
        if (decay != 0 && place == WeightDecay.Decoupled)
            Aten.InPlaceWithNumber("mul_.Tensor", parameter, 1 - (rate * decay));
        else if (decay != 0)
            gradient = Aten.Call("add.Tensor", gradient, parameter, decay);

        Aten.InPlaceWithNumber("mul_.Tensor", moments.Mean, beta1);
        Aten.InPlace("add_.Tensor", moments.Mean, gradient, 1 - beta1);
        Aten.InPlaceWithNumber("mul_.Tensor", moments.Square, beta2);
        Aten.InPlace("addcmul_", moments.Square, gradient, gradient, 1 - beta2);
        if (moments.Largest is not null)
            Aten.Run("maximum.out", moments.Largest, moments.Square, moments.Largest);

        var correction = Math.Sqrt(1 - Math.Pow(beta2, moments.Step));
        var denominator = Aten.Call("sqrt", moments.Largest ?? moments.Square);
        Aten.InPlaceWithNumber("div_.Tensor", denominator, correction);
        Aten.InPlaceWithNumber("add_.Tensor", denominator, eps);
        Aten.InPlace("addcdiv_", parameter, moments.Mean, denominator, -rate / (1 - Math.Pow(beta1, moments.Step)));
    }
}
