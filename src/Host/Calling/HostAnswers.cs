namespace MoECollab.Host.Calling;

internal sealed record HostAnswers(IReadOnlyList<HostAnswer> Answers);
