using System.Globalization;

namespace MoECollab.Training.Reports;

/// <summary>Numbers as a person reads them.</summary>
public static class FigureText
{
    private static readonly (double Size, string Unit)[] Units = [(1e9, "G"), (1e6, "M"), (1e3, "k")];

    /// <summary>A share as a percentage with one decimal: <c>82.4 %</c>, the space unbreakable.</summary>
    /// <param name="share">In [0, 1], or null.</param>
    /// <returns>A dash for null.</returns>
    public static string Percent(double? share) => share is { } value
        ? string.Create(CultureInfo.InvariantCulture, $"{value * 100:0.0}\u00A0%")
        : "–";

    /// <summary>A difference of shares in percentage points with its sign: <c>+3.1</c>.</summary>
    /// <param name="difference">In [−1, 1].</param>
    /// <returns>With a true minus sign.</returns>
    public static string Points(double difference) =>
        (difference * 100).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture);

    /// <summary>Three significant digits with a unit: <c>1.23 M</c>.</summary>
    /// <param name="number">A finite number, or null.</param>
    /// <returns>A dash for null.</returns>
    public static string Compact(double? number)
    {
        if (number is not { } value) return "–";
        foreach (var (size, unit) in Units)
        {
            if (Math.Abs(value) >= size * 0.9995) return $"{Significant(value / size)}\u00A0{unit}";
        }

        return Significant(value);
    }

    /// <summary>A whole number with thousands parted by narrow unbreakable spaces.</summary>
    /// <param name="number">The number.</param>
    /// <returns>For example <c>61 024</c>.</returns>
    public static string Whole(long number) =>
        number.ToString("N0", CultureInfo.InvariantCulture).Replace(',', '\u202F');

    /// <summary>Three significant digits.</summary>
    /// <param name="value">A finite number.</param>
    /// <returns>Without an exponent.</returns>
    public static string Significant(double value)
    {
        var magnitude = Math.Abs(value);
        var format = magnitude switch
        {
            >= 100 => "0",
            >= 10 => "0.#",
            >= 1 => "0.##",
            _ => "0.###",
        };
        return value.ToString(format, CultureInfo.InvariantCulture);
    }
}
