namespace MoECollab.Demo.DebianIndex;

/// <summary>The wanted fields of one paragraph of a control file.</summary>
internal sealed class ControlRecord
{
    private readonly Dictionary<string, string> _fields = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a line was neither a field, nor a continuation, nor a comment: the paragraph cannot be relied on.</summary>
    public bool IsBroken { get; set; }

    /// <summary>The field's value with its continuation lines, or null where the field is absent.</summary>
    public string? this[string field] => _fields.GetValueOrDefault(field);

    public void Set(string field, string value) => _fields[field] = value;

    public void Append(string field, string line) => _fields[field] += "\n" + line;
}
