namespace MoECollab.Studies;

/// <summary>A data file that a study read.</summary>
/// <param name="File">Its place below the data folder.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
public sealed record StudyFile(string File, string Sha256);
