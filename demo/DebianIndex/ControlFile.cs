namespace MoECollab.Demo.DebianIndex;

/// <summary>Streams the paragraphs of a Debian control file (deb822): Packages, Translation and Release files.</summary>
internal static class ControlFile
{
    /// <summary>Reads paragraph by paragraph, keeping only the wanted fields: an index holds far more than is asked for.</summary>
    /// <param name="lines">The file.</param>
    /// <param name="wanted">Names of fields, without regard to case.</param>
    /// <returns>One record per paragraph, the broken ones included and marked.</returns>
    public static IEnumerable<ControlRecord> Read(TextReader lines, params string[] wanted)
    {
        var record = new ControlRecord();
        var begun = false;
        string? current = null;
        while (lines.ReadLine() is { } line)
        {
            if (line.AsSpan().IsWhiteSpace())
            {
                if (begun) yield return record;
                record = new ControlRecord();
                begun = false;
                current = null;
                continue;
            }

            begun = true;
            if (line[0] is ' ' or '\t')
            {
                if (current is not null) record.Append(current, line);
                continue;
            }

            if (line[0] == '#') continue;
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
            {
                record.IsBroken = true;
                current = null;
                continue;
            }

            current = Wanted(line.AsSpan(0, colon), wanted);
            if (current is not null) record.Set(current, line[(colon + 1)..].Trim());
        }

        if (begun) yield return record;
    }

    private static string? Wanted(ReadOnlySpan<char> field, string[] wanted)
    {
        foreach (var name in wanted)
        {
            if (field.Equals(name, StringComparison.OrdinalIgnoreCase)) return name;
        }

        return null;
    }
}
