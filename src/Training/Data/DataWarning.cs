namespace MoECollab.Training.Data;

/// <summary>Something odd in data that is used all the same.</summary>
/// <param name="Kind">What kind of oddity.</param>
/// <param name="Message">What was found, with file and line.</param>
public sealed record DataWarning(DataWarningKind Kind, string Message);
