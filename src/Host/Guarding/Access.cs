namespace MoECollab.Host.Guarding;

/// <summary>What a caller must be allowed to do to reach a route.</summary>
internal enum Access
{
    /// <summary>Nothing: health, and the dashboard's files.</summary>
    Public,

    /// <summary>Ask for answers.</summary>
    Infer,

    /// <summary>See experts, gates, statistics, events.</summary>
    Read,

    /// <summary>Change what is served.</summary>
    Admin,
}
