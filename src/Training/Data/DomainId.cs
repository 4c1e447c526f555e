namespace MoECollab.Training.Data;

/// <summary>Turns the name of a domain into the id of its expert.</summary>
public static class DomainId
{
    private const int LongestId = 64;
    private const string Reserved = "moe";

    /// <summary>Lower-cases the name and replaces what an id may not hold by <c>-</c>: <c>[a-z0-9][a-z0-9._-]{0,63}</c>.</summary>
    /// <param name="domain">Folder name or value of the domain column; not empty.</param>
    /// <returns>A valid id; <c>moe</c>, which is reserved, becomes <c>moe-domain</c>.</returns>
    public static string From(string domain)
    {
        ArgumentException.ThrowIfNullOrEmpty(domain);
        var id = string.Create(Math.Min(domain.Length, LongestId), domain, static (span, name) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = Allowed(char.ToLowerInvariant(name[i]));
            if (!char.IsAsciiLetterOrDigit(span[0])) span[0] = 'x';
        });
        return id == Reserved ? "moe-domain" : id;
    }

    private static char Allowed(char c) => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '.' or '_' or '-' ? c : '-';
}
