using System.Collections.Frozen;

namespace MoECollab.Demo.DebianIndex;

/// <summary>Which domain each section of the archive belongs to: one expert per domain.</summary>
internal static class SectionDomains
{
    /// <summary>The domain of a section that is not in the table, such as one that a later release brings.</summary>
    public const string Other = "system";

    private static readonly FrozenDictionary<string, string[]> Sections = new Dictionary<string, string[]>
    {
        ["libraries"] = ["debug", "introspection", "libdevel", "libs", "oldlibs"],
        ["scripting"] = ["interpreters", "javascript", "lisp", "perl", "php", "python", "raku", "ruby", "zope"],
        ["compiled"] = ["cli-mono", "golang", "haskell", "java", "ocaml", "rust"],
        ["system"] =
        [
            "admin", "debian-installer", "devel", "embedded", "kernel", "metapackages", "misc", "otherosfs", "shells",
            "tasks", "utils", "vcs", "virtual",
        ],
        ["desktop"] = ["gnome", "gnustep", "kde", "x11", "xfce"],
        ["media"] = ["games", "graphics", "sound", "video"],
        ["network"] = ["comm", "database", "httpd", "mail", "net", "news", "web"],
        ["documents"] = ["doc", "editors", "fonts", "localization", "tex", "text"],
        ["science"] = ["education", "electronics", "gnu-r", "hamradio", "math", "science"],
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> Domains = Sections
        .SelectMany(domain => domain.Value.Select(section => (Section: section, Domain: domain.Key)))
        .ToFrozenDictionary(pair => pair.Section, pair => pair.Domain);

    /// <summary>All domains, ordinally sorted.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Sections.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Looks a section up.</summary>
    /// <param name="section">Section without component.</param>
    /// <returns>Its domain; <see cref="Other"/> for an unknown one.</returns>
    public static string Of(string section) => Domains.GetValueOrDefault(section, Other);

    /// <summary>Whether the table names the section.</summary>
    /// <param name="section">Section without component.</param>
    /// <returns>False for a section of a later release.</returns>
    public static bool Knows(string section) => Domains.ContainsKey(section);
}
