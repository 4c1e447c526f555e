namespace MoECollab.Demo.DebianIndex;

/// <summary>Makes one line of text out of a description.</summary>
internal static class DescriptionText
{
    /// <summary>Longer descriptions are cut: what follows is mostly lists of files and features.</summary>
    public const int LongestText = 120;

    private static readonly char[] Space = [' ', '\t', '\n', '\r'];

    /// <summary>Joins the words of synopsis and long description, the package's own name left out: it gives the section away.</summary>
    /// <param name="package">The package's name.</param>
    /// <param name="description">Value of a Description field; a line of a single dot parts paragraphs.</param>
    /// <returns>At most <see cref="LongestText"/> words, single spaces between them; empty where nothing is left.</returns>
    public static string From(string package, string description) => string.Join(' ', description
        .Split(Space, StringSplitOptions.RemoveEmptyEntries)
        .Where(word => word != "." && !Names(word, package))
        .Take(LongestText));

    private static bool Names(string word, string package) =>
        word.AsSpan().Trim("\"'`()[]{}<>,;:.!?*").Equals(package, StringComparison.OrdinalIgnoreCase);
}
