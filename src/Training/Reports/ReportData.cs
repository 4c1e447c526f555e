namespace MoECollab.Training.Reports;

/// <summary>Identity of the data of a report; either release or folder is given.</summary>
public sealed record ReportData
{
    /// <summary>Name and date of a published release, or null.</summary>
    public string? Release { get; init; }

    /// <summary>Folder or file as the user gave it, or null.</summary>
    public string? Folder { get; init; }

    /// <summary>Rows used, all parts together.</summary>
    public required int Rows { get; init; }

    /// <summary>SHA-256 of the data, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Rows that were left out as faulty.</summary>
    public int Skipped { get; init; }

    /// <summary>Rows of the training part, or null.</summary>
    public int? Train { get; init; }

    /// <summary>Rows of the validation part, or null.</summary>
    public int? Dev { get; init; }

    /// <summary>Rows of the test part, or null.</summary>
    public int? Test { get; init; }
}
