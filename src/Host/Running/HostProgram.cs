using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MoECollab.Errors;
using MoECollab.Host.Administering;
using MoECollab.Host.Answering;
using MoECollab.Host.Configuring;
using MoECollab.Host.Dashboard;
using MoECollab.Host.Guarding;
using MoECollab.Host.Protocol;
using MoECollab.Host.Protocol.Grpc;
using MoECollab.Host.Readiness;
using MoECollab.Host.Seeing;
using MoECollab.Host.Seeing.Events;
using MoECollab.Host.Seeing.Exporting;
using MoECollab.Host.Seeing.Metrics;
using MoECollab.Host.Systemd;
using MoECollab.Packaging.Homes;

namespace MoECollab.Host.Running;

/// <summary>Puts the whole host together: engine, HTTP, gRPC, local socket. The one place that composes.</summary>
public static class HostProgram
{
    private static readonly TimeSpan StopMargin = TimeSpan.FromSeconds(5);

    /// <summary>Builds a host that is ready to be run: configuration read and checked, nothing loaded, nothing listening.</summary>
    /// <param name="start">The home, the device, settings of the command line.</param>
    /// <param name="arrange">Replaces services, for tests and for programs that bring their own.</param>
    /// <exception cref="MoECollabException">The configuration has faults, all of which the message tells (<c>configuration-invalid</c>); or there is no such home (<c>home-not-found</c>), or its first fit has not finished (<c>home-unfinished</c>).</exception>
    public static WebApplication Build(HostStart start, Action<IServiceCollection>? arrange = null)
    {
        if (!Directory.Exists(start.Home))
            throw new MoECollabException("home-not-found", $"There is no home {Path.GetFullPath(start.Home)}. Make one with 'moe fit', or name another with --home.");
        RequireFinished(new Home(start.Home));
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "moecollab" });
        var configuration = ConfigurationSources.Read(start.Home, EnvironmentName(), start.Settings);
        ConfigurationCheck.Run(configuration);
        AddTelemetry(builder, configuration);
        builder.Services.AddEngine(start, configuration).AddHttpFace();
        builder.Services.AddRoutingCore();
        if (IsGrpcOn(configuration))
            GrpcFace.Add(builder.Services);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = DrainOf(configuration) + StopMargin);
        builder.Host.UseConsoleLifetime(options => options.SuppressStatusMessages = true);
        AddLogging(builder.Logging, configuration);
        builder.WebHost.UseKestrelCore();
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<ServerOptions>, HostStart>(Listen);
        arrange?.Invoke(builder.Services);
        var app = builder.Build();
        try
        {
            RequireKeysBeyondLoopback(app.Services);
            Map(app);
            return app;
        }
        catch
        {
            ((IDisposable)app).Dispose();
            throw;
        }
    }

    /// <summary>Runs a host until it is told to stop.</summary>
    /// <param name="app">What <see cref="Build"/> returned.</param>
    /// <param name="cancellation">Stops it, as SIGTERM does.</param>
    public static async Task RunAsync(WebApplication app, CancellationToken cancellation)
    {
        await app.StartAsync(cancellation);
        ProtectSocket(app.Services.GetRequiredService<HostStart>());
        var options = app.Services.GetRequiredService<IOptions<ServerOptions>>().Value;
        app.Services.GetRequiredService<HostEvents>().Publish("listening", "", $"HTTP {options.Urls}, gRPC {options.GrpcUrls}");
        await app.WaitForShutdownAsync(cancellation);
    }

    /// <summary>How long the host of a home may take to answer what it accepted, once it is told to stop.</summary>
    /// <param name="home">The home's folder.</param>
    /// <exception cref="MoECollabException">A file of the configuration is no JSON (<c>configuration-invalid</c>).</exception>
    public static TimeSpan DrainOf(string home) => DrainOf(ConfigurationSources.Read(home, EnvironmentName(), new Dictionary<string, string?>()));

    internal static void ProtectSocket(HostStart start)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(SocketPath(start)))
            File.SetUnixFileMode(SocketPath(start), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    internal static string SocketPath(HostStart start) => Path.Combine(Path.GetFullPath(start.Home), "admin.sock");

    // Part of its experts behind the wrong gate would answer, and nobody would see why.
    private static void RequireFinished(Home home)
    {
        if (Directory.Exists(home.FitPath) && !File.Exists(home.MixturePath))
            throw new MoECollabException("home-unfinished", $"'moe fit' has not finished {home.Root}: it has no {home.MixturePath} yet. Give the same 'moe fit' command again, it goes on where it was.");
    }

    // Read before the sections are checked, because the container's own options may not fail.
    private static TimeSpan DrainOf(IConfiguration configuration)
    {
        var reliability = new ReliabilityOptions();
        SectionReader.Fill(configuration.GetSection("Reliability"), reliability);
        return TimeSpan.FromSeconds(Math.Clamp(reliability.DrainSeconds, 1, 3600));
    }

    // Where it is off, nothing of it is made.
    private static bool IsGrpcOn(IConfiguration configuration)
    {
        var server = new ServerOptions();
        SectionReader.Fill(configuration.GetSection("Server"), server);
        return !Listening.IsOff(server.GrpcUrls);
    }

    private static string EnvironmentName() => Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") is { Length: > 0 } name ? name : "Production";

    // Without a collector nothing of OpenTelemetry is loaded, and nobody listens.
    private static void AddTelemetry(WebApplicationBuilder builder, IConfiguration configuration)
    {
        var settings = OtlpSettings.Read(configuration.GetSection("Telemetry"), Environment.GetEnvironmentVariables());
        if (!OtlpSettings.NameCollector(settings))
            return;
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddOtlpExport();
    }

    private static void AddLogging(ILoggingBuilder logging, IConfiguration configuration)
    {
        var telemetry = new TelemetryOptions();
        SectionReader.Fill(configuration.GetSection("Telemetry"), telemetry);
        var level = Enum.TryParse<LogLevel>(telemetry.LogLevel, ignoreCase: true, out var asked) ? asked : LogLevel.Information;
        logging.SetMinimumLevel(level);
        logging.AddFilter("Microsoft", level > LogLevel.Warning ? level : LogLevel.Warning);
        // Its lines are below the level of any, and while it may log it makes an activity and a scope for every request, which nobody reads here.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        // What fails over gRPC is logged as over HTTP; its own lines would be one for each refusal.
        logging.AddFilter("Grpc", LogLevel.None);
        if (telemetry.LogFormat == "json")
            logging.AddJsonConsole(options => options.UseUtcTimestamp = true);
        else if (Journal.IsStandardError)
            logging.AddSystemdConsole();
        else
            logging.AddSimpleConsole(options => options.SingleLine = true);
        // Results go to stdout, and what a program tells goes to stderr.
        logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    private static void Listen(KestrelServerOptions kestrel, IOptions<ServerOptions> server, HostStart start)
    {
        var options = server.Value;
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
        kestrel.Limits.MaxRequestHeaderCount = options.MaxHeaders;
        kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        foreach (var url in Listening.Read(options.Urls))
            ListenAt(kestrel, url, _ => { });
        foreach (var url in Listening.Read(options.GrpcUrls))
            ListenAt(kestrel, url, GrpcFace.Listen);
        if (OperatingSystem.IsWindows())
            return;
        RemoveStaleSocket(SocketPath(start));
        kestrel.ListenUnixSocket(SocketPath(start), socket => socket.Use(next => connection =>
        {
            connection.Features.Set(new AdminSocketMark());
            return next(connection);
        }));
    }

    private static void ListenAt(KestrelServerOptions kestrel, Uri url, Action<ListenOptions> configure)
    {
        if (url.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) && url.Port != 0)
            kestrel.ListenLocalhost(url.Port, configure);
        else
            kestrel.Listen(IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) ? address : url.IsLoopback ? IPAddress.Loopback : IPAddress.IPv6Any, url.Port, configure);
    }

    // The socket of a host that was killed stays behind; that of one that runs answers.
    private static void RemoveStaleSocket(string path)
    {
        if (!File.Exists(path))
            return;
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException)
        {
            File.Delete(path);
            return;
        }

        throw new MoECollabException("home-in-use", $"Another host serves this home: it answers at {path}. Stop it, or name another home with --home.");
    }

    private static void RequireKeysBeyondLoopback(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<ServerOptions>>().Value;
        var isClosed = services.GetRequiredService<ApiKeys>().Exist;
        RequireKeysBeyondLoopback("Server:Urls", options.Urls, isClosed);
        RequireKeysBeyondLoopback("Server:GrpcUrls", options.GrpcUrls, isClosed);
    }

    private static void RequireKeysBeyondLoopback(string key, string urls, bool isClosed)
    {
        if (!isClosed && Listening.Read(urls).FirstOrDefault(url => !Listening.IsLoopback(url)) is { } open)
            throw new MoECollabException("configuration-invalid", $"{key} has {open}, which other machines can reach, and there are no API keys. Make one with 'moe apikeys new', or listen on 127.0.0.1.");
    }

    private static void Map(WebApplication app)
    {
        var failures = app.Services.GetRequiredService<Failures>();
        app.UseRouting();
        app.Use(next => context => failures.RunAsync(context, next));
        app.Services.GetRequiredService<HealthRoutes>().Map(app);
        app.Services.GetRequiredService<AnsweringRoutes>().Map(app);
        app.Services.GetRequiredService<ProtocolRoutes>().Map(app);
        app.Services.GetRequiredService<InferenceRoutes>().Map(app);
        app.Services.GetRequiredService<ReadingRoutes>().Map(app);
        app.Services.GetRequiredService<MetricsRoute>().Map(app);
        app.Services.GetRequiredService<ChangingRoutes>().Map(app);
        app.Services.GetRequiredService<EventsRoute>().Map(app);
        app.Services.GetRequiredService<StatsRoute>().Map(app);
        OpenApiRoute.Map(app);
        DashboardRoutes.Map(app);
        if (!Listening.IsOff(app.Services.GetRequiredService<IOptions<ServerOptions>>().Value.GrpcUrls))
            GrpcFace.Map(app);
        app.UseEndpoints(_ => { });
    }
}
