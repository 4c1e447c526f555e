using System.Globalization;

namespace MoECollab.Demo.DebianIndex;

/// <summary>Head of a Release or InRelease file.</summary>
/// <param name="Origin">Who publishes it, for example <c>Debian</c>.</param>
/// <param name="Name">Origin, version, code name and date in one line.</param>
internal sealed record ReleaseFile(string Origin, string Name)
{
    /// <summary>Reads the head.</summary>
    /// <param name="lines">The file; a signature round it is passed over.</param>
    /// <returns>Null where it is no Release file.</returns>
    public static ReleaseFile? Read(TextReader lines)
    {
        var head = ControlFile.Read(lines, "Origin", "Suite", "Version", "Codename", "Date")
            .FirstOrDefault(record => record["Codename"] is not null || record["Suite"] is not null);
        if (head is null) return null;
        var origin = head["Origin"] ?? "unknown origin";
        string?[] parts = [origin, head["Version"], head["Codename"] ?? head["Suite"]];
        var name = string.Join(' ', parts.Where(part => part is not null));
        return new ReleaseFile(origin, Day(head["Date"]) is { } day ? $"{name}, {day}" : name);
    }

    private static string? Day(string? date) =>
        DateTimeOffset.TryParse(date?.Replace("UTC", "+00:00", StringComparison.Ordinal), CultureInfo.InvariantCulture, out var day)
            ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : date;
}
