using System.CommandLine;
using MoECollab.Cli.CommandLine;
using MoECollab.Errors;
using MoECollab.Host;
using MoECollab.Host.Running;

namespace MoECollab.Cli.Serving;

/// <summary><c>moe serve</c>: the host, in the foreground, until it is told to stop.</summary>
internal static class ServeCommand
{
    public const string Name = "serve";

    private static readonly Option<string?> Urls = new("--urls") { Description = "Addresses, separated by ';'. Default: http://127.0.0.1:8080; others than loopback need API keys" };
    private static readonly Option<string?> GrpcUrls = new("--grpc-urls") { Description = "Addresses of gRPC, separated by ';', or none. Default: http://127.0.0.1:8081; others than loopback need API keys" };
    private static readonly Option<string[]> Settings = new("--set") { Description = "A setting as Section:Key=value; wins over host.json and environment. May be repeated" };

    public static Command Create()
    {
        var command = new Command(Name, "Serve a home over HTTP, gRPC and its local socket. Example: moe serve --home .moe --urls http://127.0.0.1:8080")
        {
            SharedOptions.Home, Urls, GrpcUrls, Settings, SharedOptions.Device, SharedOptions.Threads, SharedOptions.Quiet,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var start = new HostStart(parsed.GetRequiredValue(SharedOptions.Home))
        {
            Device = parsed.ChooseDevice().Device,
            Settings = Read(parsed.GetValue(Settings) ?? [], parsed),
        };
        await using var app = HostProgram.Build(start);
        await HostProgram.RunAsync(app, cancellation);
        return ExitCode.Ok;
    }

    private static Dictionary<string, string?> Read(string[] texts, ParseResult parsed)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var text in texts)
        {
            var parts = text.Split('=', 2);
            if (parts.Length != 2 || !parts[0].Contains(':', StringComparison.Ordinal))
                throw new MoECollabException("usage", $"--set is '{text}'; expected Section:Key=value, such as Security:AdminOverHttp=true.");
            settings[parts[0]] = parts[1];
        }

        if (parsed.GetValue(Urls) is { } urls)
            settings["Server:Urls"] = urls;
        if (parsed.GetValue(GrpcUrls) is { } grpcUrls)
            settings["Server:GrpcUrls"] = grpcUrls;
        if (parsed.GetValue(SharedOptions.Quiet))
            settings.TryAdd("Telemetry:LogLevel", "warning");
        return settings;
    }
}
