using System.Text.Json;
using MoECollab.Host.Answering;

namespace MoECollab.Host.Protocol;

/// <summary>Reads shapes, which may lie.</summary>
internal static class TensorShape
{
    private const int MostDimensions = 8;

    /// <summary>The first dimension, and the product of the others.</summary>
    public static (int Rows, int Columns) Read(string name, JsonElement input)
    {
        if (!input.TryGetProperty("shape", out var shape) || shape.ValueKind != JsonValueKind.Array || shape.GetArrayLength() is 0 or > MostDimensions)
            throw ProblemException.Invalid($"The input '{name}' has no shape; expected an array of 1 to {MostDimensions} whole numbers.");
        return Of(name, shape.EnumerateArray().Select(dimension => dimension.ValueKind == JsonValueKind.Number && dimension.TryGetInt64(out var size) ? size : throw NoSize(name, dimension.ToString())));
    }

    /// <summary>The first dimension, and the product of the others.</summary>
    public static (int Rows, int Columns) Read(string name, IReadOnlyList<long> shape)
    {
        if (shape.Count is 0 or > MostDimensions)
            throw ProblemException.Invalid($"The input '{name}' has {shape.Count} dimensions; expected 1 to {MostDimensions}.");
        return Of(name, shape);
    }

    /// <summary>A refusal about a tensor's shape.</summary>
    public static ProblemException Strange(string name, string what) => new(new Problem(422, "shape-invalid", $"The input '{name}' {what}."));

    private static (int Rows, int Columns) Of(string name, IEnumerable<long> shape)
    {
        var (rows, columns) = (-1L, 1L);
        foreach (var size in shape)
        {
            if (size < 0)
                throw NoSize(name, $"{size}");
            if (rows < 0)
                rows = size;
            else
                columns = size == 0 || columns <= int.MaxValue / size ? columns * size : throw Strange(name, "has a shape whose product is too large");
        }

        if (rows > int.MaxValue || rows * columns > int.MaxValue)
            throw Strange(name, "has a shape whose product is too large");
        return ((int)rows, (int)columns);
    }

    private static ProblemException NoSize(string name, string dimension) => Strange(name, $"has the dimension {dimension}; expected whole numbers from 0");
}
