namespace MoECollab.Host.Tests.Seeing;

internal sealed record CollectedSpan(string Trace, string Id, string Parent, string Name, ulong Began, ulong Ended, IReadOnlyDictionary<string, string> Tags);
