namespace MoECollab.Demo.DebianIndex;

/// <summary>Codes of the errors of this folder.</summary>
internal static class IndexErrorCode
{
    /// <summary>No package index could be had.</summary>
    public const string Unavailable = "index-unavailable";
}
