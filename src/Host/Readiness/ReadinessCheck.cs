namespace MoECollab.Host.Readiness;

/// <summary>One of the things that must be so for the host to be ready.</summary>
/// <param name="Name">Which.</param>
/// <param name="Fault">What is wrong; null where nothing is.</param>
internal sealed record ReadinessCheck(string Name, string? Fault);
