namespace MoECollab.Host.Calling;

/// <summary>An expert that could not be used.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Reason">What it did.</param>
public sealed record HostAnswerDropped(string Id, string Reason);
