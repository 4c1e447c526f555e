using System.Text.RegularExpressions;
using NuGet.Versioning;

namespace MoECollab.Packaging.Homes;

/// <summary>The rules for ids and versions.</summary>
public static partial class PackageNames
{
    /// <summary>The rule for ids, for messages.</summary>
    public const string IdRule = "[a-z0-9][a-z0-9._-]{0,63}, other than 'moe'";

    /// <summary>The id of the routed mixture itself, which no package may have.</summary>
    public const string Reserved = "moe";

    /// <summary>Whether an id follows <see cref="IdRule"/>.</summary>
    /// <param name="id">The id.</param>
    public static bool IsId(string? id) => id is not null && id != Reserved && IdPattern().IsMatch(id);

    /// <summary>Whether a version is SemVer 2.</summary>
    /// <param name="version">The version.</param>
    public static bool IsVersion(string? version) => version is not null && SemanticVersion.TryParse(version, out _);

    /// <summary>Orders versions as SemVer does.</summary>
    /// <param name="left">A version that <see cref="IsVersion"/> accepts.</param>
    /// <param name="right">Another one.</param>
    public static int CompareVersions(string left, string right) => SemanticVersion.Parse(left).CompareTo(SemanticVersion.Parse(right));

    [GeneratedRegex("^[a-z0-9][a-z0-9._-]{0,63}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();
}
