using System.Globalization;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Shape, type and device.</summary>
        public override string ToString() => ToString(TensorStringStyle.Default);

        public string ToString(bool disamb, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null, string? newLine = null) =>
            ToString(TensorStringStyle.Julia, fltFormat, width, cultureInfo, newLine);

        /// <summary>Shape, type and device, and the elements in the style asked for; a meta tensor has none.</summary>
        /// <param name="fltFormat">How floating-point numbers are written; default <c>g5</c>.</param>
        /// <param name="width">The longest line of the Julia style; default 100.</param>
        public string ToString(TensorStringStyle style, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null, string? newLine = null)
        {
            if (IsInvalid) return "disposed";
            var head = $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";
            if (style is TensorStringStyle.Metadata or TensorStringStyle.Default || is_meta) return head;
            using var scope = NewDisposeScope();
            var elements = new ElementText(this, fltFormat ?? "g5", cultureInfo ?? CultureInfo.CurrentCulture);
            newLine ??= Environment.NewLine;
            return style switch
            {
                TensorStringStyle.Julia => JuliaText.Write(head, shape, elements, width ?? 100, newLine),
                TensorStringStyle.Numpy => NumpyText.Write(shape, elements, newLine),
                _ => CSharpText.Write(head, shape, elements, newLine),
            };
        }
    }
}
