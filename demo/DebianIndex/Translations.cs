namespace MoECollab.Demo.DebianIndex;

/// <summary>Long descriptions by the MD5 of the description, which is what an index refers to them by.</summary>
internal sealed class Translations
{
    private readonly Dictionary<string, string> _descriptions = new(StringComparer.Ordinal);

    /// <summary>Adds the paragraphs of one Translation file.</summary>
    /// <param name="lines">The file.</param>
    public void Add(TextReader lines)
    {
        foreach (var record in ControlFile.Read(lines, "Description-md5", "Description-en"))
        {
            if (!record.IsBroken && record["Description-md5"] is { } key && record["Description-en"] is { } description)
                _descriptions.TryAdd(key, description);
        }
    }

    /// <summary>The whole description.</summary>
    /// <param name="key">Value of Description-md5, or null.</param>
    /// <returns>Synopsis and long description, or null where no translation has it.</returns>
    public string? Find(string? key) => key is null ? null : _descriptions.GetValueOrDefault(key);
}
