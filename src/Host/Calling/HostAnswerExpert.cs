namespace MoECollab.Host.Calling;

/// <summary>An expert that took part.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">SemVer.</param>
/// <param name="Weight">Its weight.</param>
public sealed record HostAnswerExpert(string Id, string Version, float Weight);
