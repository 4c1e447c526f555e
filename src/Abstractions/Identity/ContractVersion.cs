namespace MoECollab.Identity;

/// <summary>
/// The version of this contract. A plugin built against <c>M.m</c> loads in every host whose contract is <c>M.n</c> with
/// <c>n ≥ m</c>: within a major, members are only added. A package states the range it accepts, for example <c>[1.0,2.0)</c>.
/// </summary>
public static class ContractVersion
{
    /// <summary>Changes when a member is removed or changes its meaning.</summary>
    public const int Major = 1;

    /// <summary>Changes when a member is added.</summary>
    public const int Minor = 0;

    /// <summary><c>Major.Minor</c> as text.</summary>
    public const string Current = "1.0";

    /// <summary>The range that a plugin built against this version accepts, in NuGet's notation.</summary>
    public const string DefaultRange = "[1.0,2.0)";
}
