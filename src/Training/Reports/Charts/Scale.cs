namespace MoECollab.Training.Reports.Charts;

/// <summary>Places values along an axis and chooses round ticks.</summary>
internal sealed class Scale
{
    // A span of more than this factor is unreadable on a linear axis.
    private const double LogFrom = 10;

    private readonly double _low;
    private readonly double _high;
    private readonly double _start;
    private readonly double _end;

    private Scale(double low, double high, double start, double end, bool isLog)
    {
        (_low, _high, _start, _end, IsLog) = (low, high, start, end, isLog);
        Ticks = isLog ? LogTicks(low, high) : LinearTicks(low, high);
    }

    public bool IsLog { get; }

    public IReadOnlyList<double> Ticks { get; }

    /// <summary>A linear axis whose ends are round numbers round the values.</summary>
    public static Scale Linear(double low, double high, double start, double end)
    {
        if (high <= low) high = low + (low == 0 ? 1 : Math.Abs(low) * 0.1);
        var step = Step(high - low);
        return new Scale(Math.Floor(low / step) * step, Math.Ceiling(high / step) * step, start, end, isLog: false);
    }

    /// <summary>A logarithmic axis where the values are positive and far apart, a linear one otherwise.</summary>
    public static Scale Fitting(IReadOnlyList<double> values, double start, double end)
    {
        var low = values.Min();
        var high = values.Max();
        if (low <= 0 || high / low < LogFrom) return Linear(low > 0 && high / low > 2 ? 0 : low, high, start, end);
        // Half a step of air on both sides.
        return new Scale(low / 1.6, high * 1.6, start, end, isLog: true);
    }

    public double At(double value)
    {
        var share = IsLog
            ? Math.Log(value / _low) / Math.Log(_high / _low)
            : (value - _low) / (_high - _low);
        return _start + (share * (_end - _start));
    }

    private static double Step(double span)
    {
        var rough = span / 5;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return power * (rough / power) switch
        {
            < 1.5 => 1,
            < 3.5 => 2,
            < 7.5 => 5,
            _ => 10,
        };
    }

    private static List<double> LinearTicks(double low, double high)
    {
        var step = Step(high - low);
        var ticks = new List<double>();
        // Adding zero turns the minus zero that rounding up may give into a plain one.
        for (var i = Math.Ceiling((low / step) - 1e-9); i * step <= high + (step * 1e-9); i++) ticks.Add((i * step) + 0.0);
        return ticks;
    }

    private static List<double> LogTicks(double low, double high)
    {
        double[] digits = Math.Log10(high / low) > 2.5 ? [1] : [1, 2, 5];
        var ticks = new List<double>();
        for (var power = Math.Floor(Math.Log10(low)); power <= Math.Log10(high); power++)
        {
            ticks.AddRange(digits.Select(digit => digit * Math.Pow(10, power)).Where(tick => tick >= low && tick <= high));
        }

        return ticks;
    }
}
