namespace MoECollab.Benchmarks.Layer;

/// <summary>One layer at one batch size.</summary>
/// <param name="Kind">adapter, feed-forward, or plugin: adapters whose own forward a mixture calls.</param>
/// <param name="Size">d.</param>
/// <param name="Width">Of an expert's inner vector: 32 for adapters and plugins, 4 d for feed-forward.</param>
/// <param name="Experts">E.</param>
/// <param name="Kept">k.</param>
/// <param name="Rows">N.</param>
internal sealed record LayerCell(string Kind, int Size, int Width, int Experts, int Kept, int Rows)
{
    /// <summary>The kind of experts with a forward of their own.</summary>
    public const string Plugin = "plugin";

    /// <summary>Multiply-adds that an answer needs, times two: the gate and k experts.</summary>
    public double Flops => 2.0 * Rows * ((Size * (double)Experts) + (2.0 * Kept * Size * Width));

    /// <summary>Bytes of the weights that one row touches.</summary>
    public double BytesOfOneRow => sizeof(float) * ((Size * (double)Experts) + (2.0 * Kept * Size * Width));

    /// <summary>The grid, or the part of it that takes a minute.</summary>
    /// <param name="kinds">Which layers.</param>
    /// <param name="isShort">Whether the part is wanted.</param>
    public static IEnumerable<LayerCell> Grid(string[] kinds, bool isShort) =>
        from kind in kinds
        from size in isShort ? [256] : (int[])[256, 768]
        from experts in (int[])[4, 64]
        from kept in isShort ? [1] : (int[])[1, 2]
        from rows in isShort ? [1, 32, 512] : (int[])[1, 8, 32, 128, 512, 4096]
        select new LayerCell(kind, size, kind == "feed-forward" ? 4 * size : 32, experts, kept, rows);
}
