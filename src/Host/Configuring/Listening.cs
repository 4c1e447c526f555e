using System.Net;

namespace MoECollab.Host.Configuring;

/// <summary>Reads the addresses to listen on.</summary>
internal static class Listening
{
    /// <summary>What stands for no address at all, where that is allowed.</summary>
    public const string Off = "none";

    /// <summary>Whether nothing listens.</summary>
    public static bool IsOff(string urls) => urls.Trim().Equals(Off, StringComparison.OrdinalIgnoreCase);

    /// <summary>The addresses; only of a text without fault.</summary>
    public static IReadOnlyList<Uri> Read(string urls) => IsOff(urls) ? [] : [.. urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(url => new Uri(Wildcard(url)))];

    /// <summary>What is wrong with the text, or null.</summary>
    public static string? FaultOf(string urls)
    {
        var parts = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length == 0)
            return "expected at least one address such as http://127.0.0.1:8080";
        var strange = parts.FirstOrDefault(url => !Uri.TryCreate(Wildcard(url), UriKind.Absolute, out var parsed) || parsed.Scheme != Uri.UriSchemeHttp || parsed.AbsolutePath != "/");
        return strange is null ? null : $"'{strange}' is no address; expected http://HOST:PORT without a path";
    }

    /// <summary>Whether an address can be reached from this machine only.</summary>
    public static bool IsLoopback(Uri url) => url.IsLoopback || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static string Wildcard(string url) => url.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal);
}
