namespace MoECollab.Host.Protocol;

/// <summary>An output that is wanted.</summary>
/// <param name="Name"><c>label</c>, <c>probability</c> or <c>probabilities</c>.</param>
/// <param name="IsBinary">Whether as bytes behind the JSON.</param>
internal readonly record struct OutputWish(string Name, bool IsBinary);
