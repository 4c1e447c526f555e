namespace FaultyPlugin;

public sealed record Shape(string Name);
