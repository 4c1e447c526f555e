namespace MoECollab.Training.Data;

/// <summary>One file that was read to its end.</summary>
/// <param name="Path">Its path as given.</param>
/// <param name="Sha256">SHA-256 of its bytes, lower-case hexadecimal.</param>
public sealed record DataFile(string Path, string Sha256);
