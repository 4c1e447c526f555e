namespace MoECollab.Cli.CommandLine;

/// <summary>What a script may read from the exit code of <c>moe</c>.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Failure = 1;
    public const int Usage = 2;
    public const int NotFound = 3;
    public const int Incompatible = 4;
    public const int NotTrusted = 5;
    public const int AdmissionRefused = 6;
    public const int HostUnreachable = 7;
    public const int Timeout = 8;
    public const int Interrupted = 130;
}
