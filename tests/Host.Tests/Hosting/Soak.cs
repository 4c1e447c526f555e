using System.Globalization;

namespace MoECollab.Host.Tests.Hosting;

/// <summary>Whether <c>./moe test --soak</c> asks for the full numbers, and how long its long tests run.</summary>
internal static class Soak
{
    /// <summary>Full numbers, and bounds in time; otherwise order, counts and answers only.</summary>
    public static bool IsOn { get; } = Environment.GetEnvironmentVariable("MOE_SOAK") == "1";

    /// <summary>How long the tests run that take half an hour: <c>MOE_SOAK_SECONDS</c>, default 1,800.</summary>
    public static TimeSpan Length { get; } = TimeSpan.FromSeconds(
        double.TryParse(Environment.GetEnvironmentVariable("MOE_SOAK_SECONDS"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds : 1800);

    /// <summary>A number that is smaller where nobody waits for hours.</summary>
    public static int Of(int full, int usual) => IsOn ? full : usual;
}
