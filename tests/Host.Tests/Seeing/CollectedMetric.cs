namespace MoECollab.Host.Tests.Seeing;

internal sealed record CollectedMetric(string Kind, string Unit, IReadOnlyList<string> Labels);
