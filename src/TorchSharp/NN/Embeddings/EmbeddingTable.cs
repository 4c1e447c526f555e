using TorchSharp.Operators;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The table of an embedding before training.</summary>
internal static class EmbeddingTable
{
    /// <summary>Standard normal rows, in PyTorch's own random stream; the padding row zero.</summary>
    public static Parameter Random(long rows, long dimensions, long? paddingIndex, Device? device, ScalarType? dtype)
    {
        var table = NewParameter.Empty([rows, dimensions], device, dtype);
        nn.init.normal_(table);
        if (RowOf(paddingIndex, rows) is { } padding)
        {
            using var untracked = no_grad();
            using var row = Aten.Call("select.int", table, 0L, padding);
            Aten.InPlace("zero_", row);
        }
        return table;
    }

    /// <summary>The given rows, whose tensor becomes empty.</summary>
    public static Parameter Given(Tensor embeddings, bool freeze, Device? device, ScalarType? dtype)
    {
        if (embeddings.Dimensions != 2)
            throw new ArgumentException($"Embeddings parameter is expected to be 2-dimensional, got {embeddings.Dimensions} dimensions.");
        using var untracked = no_grad();
        return NewParameter.Of(embeddings.detach().to(dtype ?? embeddings.dtype, device ?? embeddings.device), !freeze);
    }

    /// <summary>A row counted from the start, where a negative one counts from the end.</summary>
    /// <exception cref="ArgumentException">There is no such row.</exception>
    public static long? RowOf(long? index, long rows)
    {
        if (index is not { } row)
            return null;
        if (row < -rows || row >= rows)
            throw new ArgumentException($"padding_idx {row} is outside the {rows} rows of the table.");
        return row < 0 ? row + rows : row;
    }
}
