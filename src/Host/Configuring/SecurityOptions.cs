namespace MoECollab.Host.Configuring;

/// <summary>Section <c>Security</c>: who may do what.</summary>
public sealed class SecurityOptions
{
    /// <summary>Whether keys with the scope <c>admin</c> may administer over HTTP; default false: the local socket alone.</summary>
    public bool AdminOverHttp { get; set; }

    /// <summary>The file of API keys; empty for <c>apikeys.json</c> in the home.</summary>
    public string ApiKeysFile { get; set; } = "";

    /// <summary>Requests per second of one key, 0 to 1,000,000; 0, the default, for no limit.</summary>
    public int RequestsPerSecond { get; set; }
}
