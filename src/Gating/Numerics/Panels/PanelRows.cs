namespace MoECollab.Gating.Numerics.Panels;

/// <summary>The rows of one call of a kernel.</summary>
/// <param name="count">How many.</param>
/// <param name="from">Where each row's inputs are.</param>
/// <param name="to">Where each row's outputs go, two registers of room at each.</param>
/// <param name="scales">What each row's result is multiplied by before it is added to what is there; null where it takes its place.</param>
internal readonly unsafe struct PanelRows(int count, float** from, float** to, float* scales)
{
    public int Count => count;

    public float** From => from;

    public float** To => to;

    public float* Scales => scales;
}
