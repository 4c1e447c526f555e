using System.Text;

namespace TorchSharp;

/// <summary>A tensor as C# declares an array: <c>float [,] {⏎ {1f, 2f},⏎ {3f, 4f}⏎}</c>.</summary>
internal static class CSharpText
{
    internal static string Write(string head, long[] shape, ElementText elements, string newLine)
    {
        var text = new StringBuilder(head).Append(", value = ");
        var (type, suffix) = TypeOf(elements.Type);
        if (shape.Length == 0) return text.Append(elements[0]).Append(suffix).ToString();
        if (shape.Length > 1) text.Append(newLine);
        text.Append(type).Append(" [").Append(',', shape.Length - 1).Append("] ");
        Write(text, shape, 0, 0, elements, suffix, newLine);
        return text.ToString();
    }

    private static (string Type, string Suffix) TypeOf(torch.ScalarType type) => type switch
    {
        torch.ScalarType.Byte => ("byte", ""),
        torch.ScalarType.Int8 => ("sbyte", ""),
        torch.ScalarType.Int16 => ("short", ""),
        torch.ScalarType.Int32 => ("int", ""),
        torch.ScalarType.Int64 => ("long", "L"),
        torch.ScalarType.Bool => ("bool", ""),
        torch.ScalarType.Float64 => ("double", ""),
        torch.ScalarType.Float16 => ("Half", "f"),
        torch.ScalarType.ComplexFloat32 => ("(float, float)", ""),
        torch.ScalarType.ComplexFloat64 => ("Complex", ""),
        _ => ("float", "f"),
    };

    private static void Write(StringBuilder text, long[] shape, int depth, long offset, ElementText elements, string suffix, string newLine)
    {
        var count = shape[depth];
        text.Append('{');
        if (depth == shape.Length - 1)
        {
            NumpyText.WriteRow(text, count, offset, elements, suffix);
        }
        else
        {
            if (depth == 0) text.Append(newLine);
            var size = shape[(depth + 1)..].Aggregate(1L, (product, length) => product * length);
            foreach (var i in NumpyText.Shown(count))
            {
                if (i != 0 || depth == 0) text.Append(' ', depth + 1);
                if (i < 0) text.Append("...");
                else Write(text, shape, depth + 1, offset + i * size, elements, suffix, newLine);
                if (i >= 0 && i < count - 1) text.Append(',');
                if (i < count - 1 || depth == 0) text.Append(newLine);
            }
        }
        text.Append('}');
    }
}
