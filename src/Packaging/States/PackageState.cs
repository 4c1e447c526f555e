namespace MoECollab.Packaging.States;

/// <summary>Where a package stands in its life.</summary>
public enum PackageState
{
    /// <summary>Its folder was seen; nothing was checked.</summary>
    Discovered,

    /// <summary>Manifest, files and signature are sound; it is not loaded.</summary>
    Verified,

    /// <summary>It runs beside the others; its answers are recorded, not used.</summary>
    Shadow,

    /// <summary>It answers a share of the requests.</summary>
    Canary,

    /// <summary>Loaded and routed to.</summary>
    Active,

    /// <summary>Switched off by its operator; its code is not composed.</summary>
    Disabled,

    /// <summary>Sound, but not for this host: contract, encoder, runtime or metadata do not fit.</summary>
    NotSupported,

    /// <summary>Broken: unreadable, incomplete, or it failed while loading.</summary>
    Malfunctioned,

    /// <summary>Taken out after faults, until its operator lets it back.</summary>
    Quarantined,

    /// <summary>Another version of the same id is used.</summary>
    Superseded,

    /// <summary>Removed; kept for a way back.</summary>
    Deleted,
}
