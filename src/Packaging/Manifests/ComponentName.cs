using MoECollab.Packaging.Homes;

namespace MoECollab.Packaging.Manifests;

/// <summary>A component or package as people write it: <c>id@version</c>.</summary>
/// <param name="Id">The id.</param>
/// <param name="Version">SemVer.</param>
public sealed record ComponentName(string Id, string Version)
{
    /// <summary>Reads <c>id@version</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">What it names.</param>
    /// <returns>Whether both parts follow the rules.</returns>
    public static bool TryParse(string? text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ComponentName? name)
    {
        var at = text?.IndexOf('@', StringComparison.Ordinal) ?? -1;
        name = at > 0 && PackageNames.IsId(text![..at]) && PackageNames.IsVersion(text[(at + 1)..]) ? new ComponentName(text[..at], text[(at + 1)..]) : null;
        return name is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Id}@{Version}";
}
