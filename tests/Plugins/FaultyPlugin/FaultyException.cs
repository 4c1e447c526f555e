namespace FaultyPlugin;

/// <summary>An exception of the plugin's own type: whoever keeps it keeps the plugin.</summary>
public sealed class FaultyException(string message) : Exception(message);
