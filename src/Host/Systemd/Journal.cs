namespace MoECollab.Host.Systemd;

/// <summary>Whether what this process writes to standard error goes to systemd's journal, which reads a line's priority from <c>&lt;n&gt;</c> before it.</summary>
internal static class Journal
{
    private const string StandardError = "/proc/self/fd/2";

    /// <summary>Whether it does now.</summary>
    public static bool IsStandardError => IsOf(Environment.GetEnvironmentVariable("JOURNAL_STREAM"), Target(StandardError));

    /// <summary>
    /// systemd tells the socket it made, as <c>device:inode</c>. The variable alone says too little: a process that was started by a service, or whose standard error
    /// went to a file since, has it too.
    /// </summary>
    /// <param name="stream"><c>$JOURNAL_STREAM</c>.</param>
    /// <param name="target">What standard error is, as <c>socket:[inode]</c>.</param>
    public static bool IsOf(string? stream, string? target) =>
        stream?.Split(':') is [_, { Length: > 0 } inode] && target == $"socket:[{inode}]";

    private static string? Target(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: false)?.Name;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // No /proc, or none of ours: other systems have no journal.
            return null;
        }
    }
}
