namespace MoECollab.Packaging.States;

/// <summary>A package's state, and why.</summary>
/// <param name="State">The state.</param>
/// <param name="Reason">A sentence for people; may be empty where the state needs none.</param>
/// <param name="Since">When it came about.</param>
/// <param name="By">Who brought it about: <c>host</c>, <c>operator</c>, a command.</param>
public sealed record PackageStatus(PackageState State, string Reason, DateTimeOffset Since, string By)
{
    /// <summary>Whether the operator's decision keeps the package from being composed.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool KeepsOut => State is PackageState.Disabled or PackageState.Quarantined or PackageState.Deleted;
}
