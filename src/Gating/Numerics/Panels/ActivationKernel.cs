using System.Runtime.CompilerServices;

namespace MoECollab.Gating.Numerics.Panels;

/// <summary>Activations in place, a register at a time; equal to the operators' within 1e-6.</summary>
internal static unsafe class ActivationKernel<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>max(x, 0), NaN for NaN.</summary>
    /// <param name="values">In place.</param>
    /// <param name="count">A multiple of the lanes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Relu(float* values, nint count)
    {
        for (nint i = 0; i < count; i += TLanes.Count)
            TLanes.Store(TLanes.Larger(TLanes.Load(values + i), default), values + i);
    }

    /// <summary>x·Φ(x) = x (1 + erf(x/√2)) / 2, erf as a rational function t·P(t²)/Q(t²) on [−4, 4], within 2e-7 (the minimax fit of Eigen's and XLA's float erf).</summary>
    /// <param name="values">In place.</param>
    /// <param name="count">A multiple of the lanes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gelu(float* values, nint count)
    {
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            var x = TLanes.Load(values + i);
            var t = TLanes.Clamp(TLanes.Multiply(x, TLanes.Spread(0.70710678f)), TLanes.Spread(-4f), TLanes.Spread(4f));
            var u = TLanes.Multiply(t, t);
            var p = TLanes.MultiplyAdd(u, TLanes.Spread(-2.72614225801306e-10f), TLanes.Spread(2.77068142495902e-08f));
            p = TLanes.MultiplyAdd(u, p, TLanes.Spread(-2.10102402082508e-06f));
            p = TLanes.MultiplyAdd(u, p, TLanes.Spread(-5.69250639462346e-05f));
            p = TLanes.MultiplyAdd(u, p, TLanes.Spread(-7.34990630326855e-04f));
            p = TLanes.MultiplyAdd(u, p, TLanes.Spread(-2.95459980854025e-03f));
            p = TLanes.MultiplyAdd(u, p, TLanes.Spread(-1.60960333262415e-02f));
            var q = TLanes.MultiplyAdd(u, TLanes.Spread(-1.45660718464996e-05f), TLanes.Spread(-2.13374055278905e-04f));
            q = TLanes.MultiplyAdd(u, q, TLanes.Spread(-1.68282697438203e-03f));
            q = TLanes.MultiplyAdd(u, q, TLanes.Spread(-7.37332916720468e-03f));
            q = TLanes.MultiplyAdd(u, q, TLanes.Spread(-1.42647390514189e-02f));
            var half = TLanes.Multiply(x, TLanes.Spread(0.5f));
            TLanes.Store(TLanes.MultiplyAdd(half, TLanes.Divide(TLanes.Multiply(t, p), q), half), values + i);
        }
    }
}
