namespace MoECollab.Host.Configuring;

/// <summary>Section <c>Plugins</c>: how packages come and go.</summary>
public sealed class PluginsOptions
{
    /// <summary>Whether changes of the home's folders take effect by themselves; default true.</summary>
    public bool Watch { get; set; } = true;

    /// <summary>How long a folder must have been still before it is read, 50 to 60,000 ms; default 500.</summary>
    public int WatchDelayMilliseconds { get; set; } = 500;

    /// <summary>How long a package's constructors and its factory may take each, 100 to 600,000 ms; default 10,000.</summary>
    public int CreationLimitMilliseconds { get; set; } = 10_000;
}
