using Microsoft.Extensions.Logging;

namespace MoECollab.Loading.Creating;

/// <summary>What the loader tells the host's log. Exceptions are written out: an exception object of a plugin's type would keep its context alive.</summary>
internal static partial class PackageLog
{
    [LoggerMessage(EventId = 2001, Level = LogLevel.Information, Message = "Package {Package} {Version} is active")]
    public static partial void LogActive(this ILogger log, string package, string version);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Warning, Message = "Package {Package} is {State}: {Reason}")]
    public static partial void LogRefused(this ILogger log, string package, string state, string reason);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Debug, Message = "Package {Package} failed with {Detail}")]
    public static partial void LogDetail(this ILogger log, string package, string detail);

    [LoggerMessage(EventId = 2004, Level = LogLevel.Warning, Message = "Package {Package} was unloaded, and is pinned: {Reason}")]
    public static partial void LogPinned(this ILogger log, string package, string reason);
}
