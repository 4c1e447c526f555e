using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using MoECollab.Errors;

namespace MoECollab.Host.Calling;

/// <summary>A running host, from another program. Calls may overlap; the <see cref="HttpClient"/> belongs to the caller.</summary>
/// <param name="http">With the host's address as its base address.</param>
public sealed class HostClient(HttpClient http)
{
    /// <summary>A client of the HTTP face.</summary>
    /// <param name="server">Such as <c>http://127.0.0.1:8080</c>.</param>
    /// <param name="key">An API key, or null.</param>
    public static HttpClient Over(Uri server, string? key)
    {
        var client = new HttpClient { BaseAddress = server };
        if (key is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>A client of the local socket of a home's host, which has every right.</summary>
    /// <param name="home">The home's folder.</param>
    public static HttpClient OverSocket(string home)
    {
        var path = SocketOf(home);
        return new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        })
        { BaseAddress = new Uri("http://localhost") };
    }

    /// <summary>Whether a host serves this home.</summary>
    /// <param name="home">The home's folder.</param>
    public static bool IsRunning(string home)
    {
        var path = SocketOf(home);
        if (!File.Exists(path))
            return false;
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Answers texts.</summary>
    /// <param name="request">The texts, and what is asked besides.</param>
    /// <param name="cancellation">Frees the request's place.</param>
    /// <exception cref="MoECollabException">Refused, with the host's code; or nobody answers (<c>host-unreachable</c>).</exception>
    public async Task<IReadOnlyList<HostAnswer>> InferAsync(HostQuestion request, CancellationToken cancellation)
    {
        using var content = JsonContent.Create(request, HostJson.Default.HostQuestion);
        using var message = new HttpRequestMessage(HttpMethod.Post, "/moe/v1/infer") { Content = content };
        var text = await SendAsync(message, cancellation);
        return System.Text.Json.JsonSerializer.Deserialize(text, HostJson.Default.HostAnswers)!.Answers;
    }

    /// <summary>Every package of the home as the host has it.</summary>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="MoECollabException">Refused, with the host's code (<c>not-ready</c> while it loads); or nobody answers (<c>host-unreachable</c>).</exception>
    public async Task<HostPackages> PackagesAsync(CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, "/moe/v1/packages");
        var text = await SendAsync(message, cancellation);
        return System.Text.Json.JsonSerializer.Deserialize(text, HostJson.Default.HostPackages)!;
    }

    /// <summary>Administers: <c>enable</c>, <c>disable</c>, <c>quarantine</c>, <c>reload</c>, <c>rollback</c>, <c>pin</c>, <c>unpin</c> an expert.</summary>
    /// <param name="expert">Its id.</param>
    /// <param name="verb">What is done.</param>
    /// <param name="change">Reason and version.</param>
    /// <param name="cancellation">Gives up waiting; what was begun is finished.</param>
    /// <returns>The expert as it is then, as JSON.</returns>
    /// <exception cref="MoECollabException">Refused, with the host's code; or nobody answers (<c>host-unreachable</c>).</exception>
    public async Task<string> ChangeAsync(string expert, string verb, HostChange change, CancellationToken cancellation)
    {
        using var content = JsonContent.Create(change, HostJson.Default.HostChange);
        using var message = new HttpRequestMessage(HttpMethod.Post, $"/moe/v1/experts/{Uri.EscapeDataString(expert)}:{verb}") { Content = content };
        return await SendAsync(message, cancellation);
    }

    /// <summary>Routes by another trained gate.</summary>
    /// <param name="gate"><c>id</c> or <c>id@version</c>.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="MoECollabException">Refused, with the host's code; or nobody answers (<c>host-unreachable</c>).</exception>
    public async Task ActivateGateAsync(string gate, CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, $"/moe/v1/gates/{Uri.EscapeDataString(gate)}:activate");
        await SendAsync(message, cancellation);
    }

    private static string SocketOf(string home) => Path.Combine(Path.GetFullPath(home), "admin.sock");

    private async Task<string> SendAsync(HttpRequestMessage message, CancellationToken cancellation)
    {
        try
        {
            using var response = await http.SendAsync(message, cancellation);
            var text = await response.Content.ReadAsStringAsync(cancellation);
            return response.IsSuccessStatusCode ? text : throw FaultOf(text, (int)response.StatusCode);
        }
        catch (HttpRequestException fault)
        {
            throw new MoECollabException("host-unreachable", $"No host answers at {http.BaseAddress}: {fault.Message}. Start one with 'moe serve'.", fault);
        }
    }

    private static MoECollabException FaultOf(string text, int status)
    {
        try
        {
            var problem = System.Text.Json.JsonSerializer.Deserialize(text, HostJson.Default.HostProblem);
            return new MoECollabException(problem?.Code ?? $"http-{status}", problem?.Detail ?? $"The host answered {status}.");
        }
        catch (System.Text.Json.JsonException)
        {
            return new MoECollabException($"http-{status}", $"The host answered {status}, and not as this client expects.");
        }
    }
}
