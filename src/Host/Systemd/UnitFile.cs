namespace MoECollab.Host.Systemd;

/// <summary>The unit <c>moecollab.service</c>.</summary>
public static class UnitFile
{
    /// <summary>Its name.</summary>
    public const string Name = "moecollab.service";

    /// <summary>Its text.</summary>
    /// <param name="program">The full path of <c>moe</c>.</param>
    /// <param name="home">The full path of the home.</param>
    /// <param name="user">Whose rights it has; null for a user of its own that systemd makes.</param>
    /// <param name="drainSeconds">How long the host may take to stop (<c>Reliability:DrainSeconds</c>).</param>
    public static string Text(string program, string home, string? user = null, int drainSeconds = 30) => $"""
        [Unit]
        Description=MoECollab, a mixture of experts
        After=network-online.target
        Wants=network-online.target
        StartLimitIntervalSec=300
        StartLimitBurst=5

        [Service]
        Type=notify
        NotifyAccess=main
        ExecStart={Quoted(program)} serve --home {Quoted(home)}
        WatchdogSec=30
        Restart=on-failure
        RestartSec=2
        TimeoutStartSec=300
        TimeoutStopSec={drainSeconds + 10}
        {(user is null ? "DynamicUser=yes" : $"User={user}")}
        StateDirectory=moecollab
        ReadWritePaths={Escaped(home)}
        Environment=DOTNET_NOLOGO=1
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

    private static string Quoted(string path) => $"\"{Escaped(path)}\"";

    // systemd reads % as a specifier, and blanks as the end of a path.
    private static string Escaped(string path) => path.Replace("%", "%%", StringComparison.Ordinal).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
