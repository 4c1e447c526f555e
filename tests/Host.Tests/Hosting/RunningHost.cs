using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using MoECollab.Host.Running;

namespace MoECollab.Host.Tests.Hosting;

/// <summary>A host as <c>moe serve</c> runs it, on a free port of loopback, with an HTTP client that knows nothing of it.</summary>
internal sealed class RunningHost : IAsyncDisposable
{
    private RunningHost(WebApplication app, HostStart start)
    {
        App = app;
        // In the order in which they were bound: HTTP, gRPC.
        Uri[] addresses = [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Where(url => url.StartsWith("http://127", StringComparison.Ordinal)).Select(url => new Uri(url))];
        Address = addresses[0];
        GrpcAddress = addresses[^1];
        Http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };
        Socket = ClientOf(HostProgram.SocketPath(start));
    }

    public WebApplication App { get; }

    public Uri Address { get; }

    /// <summary>That of gRPC, where the test has switched it on.</summary>
    public Uri GrpcAddress { get; }

    /// <summary>Over TCP.</summary>
    public HttpClient Http { get; }

    /// <summary>Over the home's local socket.</summary>
    public HttpClient Socket { get; }

    public T Service<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    /// <summary>Starts a host and waits until it has loaded its home.</summary>
    public static Task<RunningHost> StartAsync(ServedFolder folder, params (string Key, string Value)[] settings) => StartAsync(folder, null, settings);

    /// <summary>The same with services replaced or added.</summary>
    public static async Task<RunningHost> StartAsync(ServedFolder folder, Action<IServiceCollection>? arrange, params (string Key, string Value)[] settings)
    {
        var start = new HostStart(folder.Home.Root) { Settings = Settings(settings) };
        var app = HostProgram.Build(start, arrange);
        await app.StartAsync(TestContext.Current.CancellationToken);
        HostProgram.ProtectSocket(start);
        await app.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<HomeLifetime>().Single().Starting;
        return new RunningHost(app, start);
    }

    public static Dictionary<string, string?> Settings((string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { ["Server:Urls"] = "http://127.0.0.1:0", ["Server:GrpcUrls"] = "none", ["Telemetry:LogLevel"] = "none" };
        foreach (var (key, value) in settings)
            all[key] = value;
        return all;
    }

    /// <summary>A client over a local socket.</summary>
    public static HttpClient ClientOf(string path) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellation) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = new Uri("http://localhost"), Timeout = TimeSpan.FromSeconds(30) };

    public Task<Reply> GetAsync(string path) => SendAsync(Http, HttpMethod.Get, path, null);

    public Task<Reply> PostAsync(string path, string json) => SendAsync(Http, HttpMethod.Post, path, json);

    public static async Task<Reply> SendAsync(HttpClient client, HttpMethod method, string path, string? json, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (key is not null)
            request.Headers.Authorization = new("Bearer", key);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return await Reply.OfAsync(response);
    }

    public static string Body(params string[] texts) => JsonSerializer.Serialize(new { texts });

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Socket.Dispose();
        await App.StopAsync(CancellationToken.None);
        await App.DisposeAsync();
    }
}
