namespace MoECollab.Demo.DebianIndex;

/// <summary>How much of a package's description could be had.</summary>
internal enum DescriptionLength
{
    /// <summary>Only the one-line synopsis.</summary>
    Synopsis,

    /// <summary>Synopsis and long description.</summary>
    Long,
}
