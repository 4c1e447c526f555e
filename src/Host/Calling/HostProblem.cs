namespace MoECollab.Host.Calling;

internal sealed record HostProblem(string? Code, string? Detail);
