namespace MoECollab.Outputs;

/// <summary>Free text; taken from the primary expert.</summary>
public sealed record TextSpace : OutputSpace;
