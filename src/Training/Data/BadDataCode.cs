namespace MoECollab.Training.Data;

/// <summary>The stable codes of <see cref="BadDataException"/>: why a data set as a whole is refused.</summary>
public static class BadDataCode
{
    /// <summary>The file or folder does not exist.</summary>
    public const string NotFound = "data-not-found";

    /// <summary>The folder holds no domain, or two files claim the same part.</summary>
    public const string BadLayout = "data-layout";

    /// <summary>The header of a CSV file lacks a column that is asked for.</summary>
    public const string MissingColumn = "data-missing-column";

    /// <summary>A quoted CSV field never ends.</summary>
    public const string EndlessField = "data-endless-field";

    /// <summary>No usable row is left.</summary>
    public const string Empty = "data-empty";

    /// <summary>All training rows carry the same label.</summary>
    public const string OneClass = "data-one-class";

    /// <summary>Two domains lead to the same expert id.</summary>
    public const string SameId = "data-same-id";
}
