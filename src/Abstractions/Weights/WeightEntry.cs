namespace MoECollab.Weights;

/// <summary>One tensor of a weight file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Its dimensions; empty for a scalar.</param>
/// <param name="Offset">First byte, counted from the end of the header.</param>
/// <param name="ByteCount">Its bytes.</param>
public sealed record WeightEntry(string Name, WeightType Type, IReadOnlyList<long> Shape, long Offset, long ByteCount);
