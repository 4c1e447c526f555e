using MoECollab.Cli.Progress;

namespace MoECollab.Demo;

/// <summary>Lines of progress, said as they come.</summary>
internal sealed class SaidProgress(StageProgress progress) : IProgress<string>
{
    public void Report(string value) => progress.Say(value);
}
