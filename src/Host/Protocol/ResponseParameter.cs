namespace MoECollab.Host.Protocol;

/// <summary>A parameter of a response. Those of the protocol are strings, numbers or booleans: what has a value for each row is JSON in a string.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">Its value; null for a number.</param>
/// <param name="Number">Its value where it is a number.</param>
internal readonly record struct ResponseParameter(string Name, string? Text, float Number = 0);
