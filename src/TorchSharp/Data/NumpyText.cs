using System.Text;

namespace TorchSharp;

/// <summary>A tensor as numpy writes it: <c>[[1, 2, 3]⏎ [4, 5, 6]]</c>.</summary>
internal static class NumpyText
{
    // A dimension longer than both edges together shows only them.
    internal const int Edge = 3;

    internal static string Write(long[] shape, ElementText elements, string newLine)
    {
        var text = new StringBuilder();
        Write(text, shape, 0, 0, elements, newLine);
        return text.ToString();
    }

    /// <summary>The places of a dimension that are shown; -1 stands for those left out.</summary>
    internal static IEnumerable<long> Shown(long count)
    {
        for (long i = 0; i < count; i++)
        {
            if (count > 2 * Edge && i == Edge)
            {
                yield return -1;
                i = count - Edge;
            }
            yield return i;
        }
    }

    /// <summary>One row: its elements parted by commas, <c>...</c> for those left out.</summary>
    internal static void WriteRow(StringBuilder text, long count, long offset, ElementText elements, string suffix = "")
    {
        foreach (var i in Shown(count))
        {
            if (i < 0) text.Append("... ");
            else text.Append(elements[offset + i]).Append(suffix).Append(i < count - 1 ? ", " : "");
        }
    }

    private static void Write(StringBuilder text, long[] shape, int depth, long offset, ElementText elements, string newLine)
    {
        if (shape.Length == 0)
        {
            text.Append(elements[0]);
            return;
        }
        text.Append('[');
        var count = shape[depth];
        if (depth == shape.Length - 1)
        {
            WriteRow(text, count, offset, elements);
        }
        else
        {
            var size = shape[(depth + 1)..].Aggregate(1L, (product, length) => product * length);
            foreach (var i in Shown(count))
            {
                if (i != 0) text.Append(' ', depth + 1);
                if (i < 0) text.Append("...");
                else Write(text, shape, depth + 1, offset + i * size, elements, newLine);
                for (var line = depth + 1; i < count - 1 && line < shape.Length; line++) text.Append(newLine);
            }
        }
        text.Append(']');
    }
}
