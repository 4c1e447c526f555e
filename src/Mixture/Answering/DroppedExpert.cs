namespace MoECollab.Mixture.Answering;

/// <summary>An expert that was chosen and could not be used.</summary>
/// <param name="Id">The expert's id.</param>
/// <param name="Reason">What it did.</param>
public readonly record struct DroppedExpert(string Id, string Reason)
{
    /// <summary>The version that was chosen; empty where it is not known.</summary>
    public string Version { get; init; } = "";
}
