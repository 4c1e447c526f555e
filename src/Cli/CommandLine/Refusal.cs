using System.Runtime.InteropServices;
using MoECollab.Errors;

namespace MoECollab.Cli.CommandLine;

/// <summary>The one place where a failure becomes a sentence on stderr and an exit code.</summary>
internal static class Refusal
{
    public static async Task<int> GuardAsync(Func<Task<int>> run, TextWriter error)
    {
        try
        {
            return await run();
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("moe: interrupted; what was finished is kept, the same command goes on from there");
            return ExitCode.Interrupted;
        }
        catch (Exception fault) when (Sentence(fault) is { } sentence)
        {
            await error.WriteLineAsync($"moe: {sentence}");
            return CodeOf(fault);
        }
    }

    private static string? Sentence(Exception fault) => fault switch
    {
        MoECollabException known => $"{known.Message} [{known.Code}]",
        // libtorch's own faults go on with twenty lines of its stack.
        ExternalException => fault.Message.Split('\n')[0],
        IOException or UnauthorizedAccessException or ArgumentException => fault.Message,
        // What keeps libtorch from loading is first told by the static constructor of TorchSharp.torch.
        AggregateException { InnerExceptions: [var only] } => Sentence(only),
        TypeInitializationException { InnerException: { } cause } => Sentence(cause),
        _ => null,
    };

    private static int CodeOf(Exception fault) => fault switch
    {
        AggregateException { InnerExceptions: [var only] } => CodeOf(only),
        TypeInitializationException { InnerException: { } cause } => CodeOf(cause),
        MoECollabException known => CodeOf(known.Code),
        FileNotFoundException or DirectoryNotFoundException => ExitCode.NotFound,
        ArgumentException => ExitCode.Usage,
        _ => ExitCode.Failure,
    };

    private static int CodeOf(string code) => code switch
    {
        "usage" or "bad-option" or "package-name" or "gating-unknown" or "gating-options" or "data-missing-column" or "data-layout" => ExitCode.Usage,
        _ when code.EndsWith("-invalid", StringComparison.Ordinal) => ExitCode.Usage,
        _ when code.EndsWith("not-found", StringComparison.Ordinal) || code.EndsWith("missing", StringComparison.Ordinal) => ExitCode.NotFound,
        "no-such-device" or "libtorch-version" or "libtorch-unusable" or "encoder-mismatch" or "feature-mismatch" or "incompatible" => ExitCode.Incompatible,
        "not-trusted" => ExitCode.NotTrusted,
        "admission-refused" => ExitCode.AdmissionRefused,
        "host-unreachable" => ExitCode.HostUnreachable,
        "timeout" => ExitCode.Timeout,
        _ => ExitCode.Failure,
    };
}
