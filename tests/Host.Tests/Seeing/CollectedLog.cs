namespace MoECollab.Host.Tests.Seeing;

internal sealed record CollectedLog(string Category, string Level, string Text);
