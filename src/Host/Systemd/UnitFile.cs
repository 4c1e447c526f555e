namespace MoECollab.Host.Systemd;

/// <summary>The unit <c>moecollab.service</c>.</summary>
/// <param name="Program">The full path of <c>moe</c>.</param>
/// <param name="Home">The full path of the home.</param>
public sealed record UnitFile(string Program, string Home)
{
    /// <summary>Its name.</summary>
    public const string Name = "moecollab.service";

    /// <summary>The one folder that a user which systemd makes may write to.</summary>
    public const string StateFolder = "/var/lib/moecollab";

    private const int SecondsAfterDrain = 10;

    /// <summary>Whose rights the host has; null for a user of its own that systemd makes.</summary>
    public string? User { get; init; }

    /// <summary>How long the host may take to answer what it accepted (<c>Reliability:DrainSeconds</c>).</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Environment variables that the host needs, by name.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Its text.</summary>
    public string ToText() => $"""
        [Unit]
        Description=MoECollab, a mixture of experts
        After=network-online.target
        Wants=network-online.target
        StartLimitIntervalSec=300
        StartLimitBurst=5

        [Service]
        Type=notify
        NotifyAccess=main
        ExecStart={Quoted(Program)} serve --home {Quoted(Home.Replace("$", "$$", StringComparison.Ordinal))}
        WatchdogSec=30
        Restart=on-failure
        RestartSec=2
        TimeoutStartSec=300
        TimeoutStopSec={Math.Ceiling(Drain.TotalSeconds) + SecondsAfterDrain}
        {(User is null ? "DynamicUser=yes" : $"User={User}")}
        StateDirectory=moecollab
        ReadWritePaths={Quoted(Home)}
        Environment=DOTNET_NOLOGO=1{string.Concat(Variables.Select(variable => " " + Quoted($"{variable.Key}={variable.Value}")))}
        UMask=0077
        NoNewPrivileges=yes
        ProtectSystem=strict
        PrivateTmp=yes
        ProtectControlGroups=yes
        ProtectKernelModules=yes
        ProtectKernelTunables=yes
        RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
        RestrictSUIDSGID=yes
        LockPersonality=yes

        [Install]
        WantedBy=multi-user.target

        """;

    // systemd reads % as a specifier, $ among the arguments of a command as a variable (so Home there), and blanks outside of quotes as the end of a path.
    private static string Quoted(string text) => $"\"{text.Replace("%", "%%", StringComparison.Ordinal).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
