using System.Text;

namespace TorchSharp;

/// <summary>A tensor as Julia writes it: its matrices one after the other, under <c>[0,..,..] =</c>, in aligned columns.</summary>
internal static class JuliaText
{
    private const string LeftOut = " ...";

    internal static string Write(string head, long[] shape, ElementText elements, int width, string newLine)
    {
        var text = new StringBuilder(head);
        if (shape.Length == 0) return text.Append(", value = ").Append(elements[0]).ToString();
        text.Append(newLine);
        var rows = shape.Length == 1 ? 1 : shape[^2];
        var outer = shape[..Math.Max(0, shape.Length - 2)];
        var matrices = outer.Aggregate(1L, (product, length) => product * length);
        for (long matrix = 0; matrix < matrices; matrix++)
        {
            if (matrix > 0) text.Append(newLine);
            if (outer.Length > 0) text.Append('[').AppendJoin(',', Place(matrix, outer)).Append(",..,..] =").Append(newLine);
            WriteMatrix(text, rows, shape[^1], matrix * rows * shape[^1], elements, width, newLine);
        }
        return text.ToString();
    }

    private static long[] Place(long index, long[] shape)
    {
        var place = new long[shape.Length];
        for (var d = shape.Length - 1; d >= 0; d--) (index, place[d]) = Math.DivRem(index, shape[d]);
        return place;
    }

    private static void WriteMatrix(StringBuilder text, long rows, long columns, long offset, ElementText elements, int width, string newLine)
    {
        var shown = new List<(string[] Cells, int Width)>();
        var used = 0;
        for (long column = 0; column < columns && used <= width; column++)
        {
            var cells = new string[rows];
            for (long row = 0; row < rows; row++) cells[row] = elements[offset + row * columns + column];
            shown.Add((cells, cells.Length == 0 ? 0 : cells.Max(cell => cell.Length)));
            used += shown[^1].Width + 1;
        }
        var isCut = used > width;
        for (var room = width - LeftOut.Length; isCut && used > room && shown.Count > 1; shown.RemoveAt(shown.Count - 1)) used -= shown[^1].Width + 1;
        for (long row = 0; row < rows; row++)
        {
            foreach (var (cells, columnWidth) in shown) text.Append(' ').Append(cells[row].PadLeft(columnWidth));
            text.Append(isCut ? LeftOut : "").Append(newLine);
        }
    }
}
