namespace MoECollab.Mixture.Dispatching;

/// <summary>One expert's entries of a dispatch.</summary>
/// <param name="Position">The expert's position in the snapshot.</param>
/// <param name="Start">Its first entry.</param>
/// <param name="Count">How many.</param>
internal readonly record struct DispatchSlice(int Position, int Start, int Count);
