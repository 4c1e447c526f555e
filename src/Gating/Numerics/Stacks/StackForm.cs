using MoECollab.Gating.Numerics.Panels;

namespace MoECollab.Gating.Numerics.Stacks;

/// <summary>
/// An expert as one map of the hidden vector, o = V h + U σ(D h + b_D) + b, in host memory: head and temperature are folded in. Without V (an empty array) there is no path round the
/// activation; without D (r = 0) there is no other.
/// </summary>
/// <param name="Hidden">d.</param>
/// <param name="Activation">σ.</param>
/// <param name="Down">D, [r, d].</param>
/// <param name="DownOffsets">b_D, [r].</param>
/// <param name="Up">U, [C, r].</param>
/// <param name="Head">V, [C, d], or empty.</param>
/// <param name="Offsets">b, [C].</param>
internal sealed record StackForm(int Hidden, BlockActivation Activation, float[] Down, float[] DownOffsets, float[] Up, float[] Head, float[] Offsets)
{
    /// <summary>r.</summary>
    public int Width => DownOffsets.Length;

    /// <summary>C.</summary>
    public int Outputs => Offsets.Length;

    /// <summary>Whether the hidden vector also reaches the outputs past the activation.</summary>
    public bool IsDirect => Head.Length > 0;

    /// <summary>Floats of an expert of these sizes on a stack of its own.</summary>
    public static long FloatsOf(int hidden, int width, int outputs) => ((hidden + 1L) * (width + outputs)) + ((long)width * outputs);
}
