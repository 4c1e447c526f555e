namespace MoECollab.Repository.Tests.Driving;

internal sealed record MoeResult(int Code, string Output, string Error)
{
    /// <summary>The lines of stdout.</summary>
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
