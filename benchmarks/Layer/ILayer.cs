namespace MoECollab.Benchmarks.Layer;

/// <summary>A way to compute the layer, on this side.</summary>
internal interface ILayer : IDisposable
{
    /// <summary>y = Σ g_i · expert_i(x).</summary>
    /// <param name="input">[N, d].</param>
    /// <param name="output">Receives [N, d].</param>
    void Run(float[] input, float[] output);
}
