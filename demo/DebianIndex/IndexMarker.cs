namespace MoECollab.Demo.DebianIndex;

/// <summary>Says that a folder holds a finished extraction; written last.</summary>
/// <param name="Format">Version of the extraction; another one is extracted anew.</param>
/// <param name="Release">The release.</param>
/// <param name="Sha256">SHA-256 of the rows' file.</param>
/// <param name="Rows">Number of rows.</param>
internal sealed record IndexMarker(int Format, string Release, string Sha256, int Rows)
{
    /// <summary>To be raised whenever the same index would give other rows.</summary>
    public const int CurrentFormat = 1;
}
