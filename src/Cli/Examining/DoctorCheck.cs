namespace MoECollab.Cli.Examining;

/// <summary>One thing that the doctor looked at.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="Found">What was found, or null.</param>
/// <param name="Remedy">How to get it.</param>
/// <param name="Required">Whether MoECollab cannot run without it.</param>
internal sealed record DoctorCheck(string Name, string? Found, string Remedy, bool Required);
