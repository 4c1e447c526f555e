using System.Globalization;
using System.Text;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private const int ShownPerDimension = 6;

        /// <summary>Shape, type and device.</summary>
        public override string ToString() => ToString(TensorStringStyle.Default);

        public string ToString(bool disamb, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null, string? newLine = null) =>
            ToString(TensorStringStyle.Julia, fltFormat, width, cultureInfo, newLine);

        public string ToString(TensorStringStyle style, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null, string? newLine = null)
        {
            if (IsInvalid) return "disposed";
            var head = $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";
            if (style is TensorStringStyle.Metadata or TensorStringStyle.Default || is_meta) return head;
            using var scope = NewDisposeScope();
            using var quiet = no_grad();
            var text = new StringBuilder(style == TensorStringStyle.Julia ? head + (newLine ?? Environment.NewLine) : "");
            var (open, close) = style == TensorStringStyle.CSharp ? ('{', '}') : ('[', ']');
            Write(text, cpu(), open, close, fltFormat ?? "g5", cultureInfo ?? CultureInfo.InvariantCulture, newLine ?? Environment.NewLine, 1);
            return text.ToString();
        }

        private static void Write(StringBuilder text, Tensor part, char open, char close, string format, CultureInfo culture, string newLine, int depth)
        {
            if (part.Dimensions == 0)
            {
                text.AppendFormat(culture, part.is_floating_point() ? $"{{0:{format}}}" : "{0}", part.tolist());
                return;
            }
            text.Append(open);
            var count = part.shape[0];
            var separator = part.Dimensions == 1 ? ", " : "," + newLine + new string(' ', depth);
            for (long i = 0; i < count; i++)
            {
                if (i > 0) text.Append(separator);
                if (count > 2 * ShownPerDimension && i == ShownPerDimension)
                {
                    text.Append("...").Append(separator);
                    i = count - ShownPerDimension;
                }
                Write(text, part[i], open, close, format, culture, newLine, depth + 1);
            }
            text.Append(close);
        }
    }
}
