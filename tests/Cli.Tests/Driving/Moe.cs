using MoECollab.Cli.CommandLine;

namespace MoECollab.Cli.Tests.Driving;

/// <summary>Drives the command line in this process, as Main does.</summary>
internal static class Moe
{
    public static async Task<MoeResult> RunAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await Invocation.RunAsync(Verbs.Root(), arguments, output, error, TestContext.Current.CancellationToken);
        return new MoeResult(code, output.ToString(), error.ToString());
    }
}
