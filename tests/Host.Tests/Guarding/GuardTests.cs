using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MoECollab.Host.Configuring;
using MoECollab.Host.Guarding;
using MoECollab.Host.Tests.Hosting;

namespace MoECollab.Host.Tests.Guarding;

[SupportedOSPlatform("linux")]
public sealed class GuardTests : IDisposable
{
    private readonly ServedFolder _folder = ServedFolder.WithThreeExperts();
    private readonly ApiKeyFile _keys;

    public GuardTests() => _keys = new ApiKeyFile(ApiKeyFile.PathIn(_folder.Home.Root), TimeProvider.System);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_route_has_a_policy_and_refuses_strangers_unless_it_is_public()
    {
        _keys.Add("someone", ["infer"]);
        await using var host = await RunningHost.StartAsync(_folder, ("Security:AdminOverHttp", "true"));
        var routes = host.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();

        Assert.NotEmpty(routes);
        foreach (var route in routes)
        {
            Assert.True(route.Metadata.GetMetadata<AccessPolicy>() is not null, $"{route.RoutePattern.RawText} has no policy");
            if (route.Metadata.GetMetadata<AccessPolicy>()!.Access == Access.Public)
                continue;
            var path = route.RoutePattern.RawText!.Replace("{id}", "alpha", StringComparison.Ordinal).Replace("{model}", "alpha", StringComparison.Ordinal).Replace("{version}", "1.0.0", StringComparison.Ordinal);
            var method = route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0];
            var reply = await RunningHost.SendAsync(host.Http, new HttpMethod(method), path, method == "POST" ? "{}" : null);
            Assert.True(reply.Status is 401 or 403, $"{method} {path} answers a stranger with {reply.Status}");
        }
    }

    [Fact]
    public async Task Keys_open_what_their_scopes_say()
    {
        var infer = _keys.Add("infer", ["infer"]).Text;
        var read = _keys.Add("read", ["read"]).Text;
        await using var host = await RunningHost.StartAsync(_folder);

        Assert.Equal(200, (await RunningHost.SendAsync(host.Http, HttpMethod.Post, "/moe/v1/infer", RunningHost.Body("aaa"), infer)).Status);
        Assert.Equal(403, (await RunningHost.SendAsync(host.Http, HttpMethod.Get, "/moe/v1/experts", null, infer)).Status);
        Assert.Equal(200, (await RunningHost.SendAsync(host.Http, HttpMethod.Get, "/moe/v1/experts", null, read)).Status);
        var unknown = await RunningHost.SendAsync(host.Http, HttpMethod.Get, "/moe/v1/experts", null, read[..^1] + (read[^1] == '0' ? '1' : '0'));
        Assert.Equal((401, "unauthorised", "Bearer"), (unknown.Status, unknown.Code, unknown.Headers["WWW-Authenticate"]));
        Assert.Equal(200, (await host.GetAsync("/livez")).Status);
    }

    [Fact]
    public void Every_key_is_found_and_nothing_that_is_nearly_one()
    {
        string[] texts = [.. Enumerable.Range(0, 5).Select(number => _keys.Add($"{number}", ["read"]).Text)];
        var keys = new ApiKeys(new HostStart(_folder.Home.Root), Options.Create(new SecurityOptions()), TimeProvider.System, NullLogger<ApiKeys>.Instance);

        Assert.Equal(["0", "1", "2", "3", "4"], texts.Select(text => keys.Find(text)!.Name));
        foreach (var text in texts)
        {
            Assert.Null(keys.Find(text[..^1]));
            Assert.Null(keys.Find(text + "0"));
            Assert.Null(keys.Find(text.ToUpperInvariant()));
            Assert.Null(keys.Find(ApiKeyFile.HashOf(text)));
        }

        Assert.Null(keys.Find(""));
    }

    /// <summary>Time on a busy machine proves nothing; what the code calls does.</summary>
    [Fact]
    public void Keys_are_compared_in_constant_time_and_in_no_other_way()
    {
        var called = CallsOf(typeof(ApiKeys).GetMethod(nameof(ApiKeys.Find))!).ToList();

        Assert.Contains(typeof(CryptographicOperations).GetMethod(nameof(CryptographicOperations.FixedTimeEquals)), called);
        Assert.DoesNotContain(called, method => method.Name is "op_Equality" or "Equals" or "SequenceEqual" or "SequenceCompareTo" or "Compare" or "CompareTo" or "StartsWith" or "IndexOf" or "Contains" or "TryGetValue");
    }

    [Fact]
    public void Keys_are_kept_as_hashes_that_their_owner_alone_may_read()
    {
        var (key, text) = _keys.Add("ci", ["infer", "read"]);

        var file = ApiKeyFile.PathIn(_folder.Home.Root);
        Assert.DoesNotContain(text, File.ReadAllText(file), StringComparison.Ordinal);
        Assert.DoesNotContain(text.Split('_')[2], File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(["ci"], _keys.Read().Select(kept => kept.Name));
        _keys.Revoke(key.Id);
        Assert.Empty(_keys.Read());
    }

    [Fact]
    public async Task Local_socket_has_every_scope_and_its_owner_alone_may_use_it()
    {
        _keys.Add("someone", ["infer"]);
        await using var host = await RunningHost.StartAsync(_folder);

        Assert.Equal(200, (await RunningHost.SendAsync(host.Socket, HttpMethod.Get, "/moe/v1/experts", null)).Status);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.At("admin.sock")));
    }

    [Fact]
    public async Task Without_keys_this_host_answers_to_its_own_name_only()
    {
        await using var host = await RunningHost.StartAsync(_folder);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/moe/v1/experts") { Headers = { Host = "evil.example" } };

        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((403, "host-not-allowed"), ((int)response.StatusCode, (await Reply.OfAsync(response)).Code));
    }

    [Fact]
    public async Task Rate_of_a_key_is_limited()
    {
        var key = _keys.Add("fast", ["read"]).Text;
        await using var host = await RunningHost.StartAsync(_folder, ("Security:RequestsPerSecond", "2"));

        var statuses = new List<int>();
        for (var i = 0; i < 8; i++)
            statuses.Add((await RunningHost.SendAsync(host.Http, HttpMethod.Get, "/moe/v1/gates", null, key)).Status);

        Assert.Contains(429, statuses);
        Assert.Equal(200, statuses[0]);
    }

    [Fact]
    public async Task Second_host_of_a_home_is_refused()
    {
        await using var host = await RunningHost.StartAsync(_folder);

        var fault = await Assert.ThrowsAsync<Errors.MoECollabException>(() => RunningHost.StartAsync(_folder));

        Assert.Equal("home-in-use", fault.Code);
        Assert.Equal(200, (await RunningHost.SendAsync(host.Socket, HttpMethod.Get, "/livez", null)).Status);
    }

    // Calls are an opcode (call, callvirt) and a token of four bytes; a byte that only looks like one resolves to nothing that is compared here.
    private static IEnumerable<MethodBase> CallsOf(MethodInfo method)
    {
        var code = method.GetMethodBody()!.GetILAsByteArray()!;
        for (var at = 0; at + 4 < code.Length; at++)
        {
            if ((code[at] == OpCodes.Call.Value || code[at] == OpCodes.Callvirt.Value) && Resolved(method, BitConverter.ToInt32(code, at + 1)) is { } called)
                yield return called;
        }
    }

    private static MethodBase? Resolved(MethodInfo method, int token)
    {
        try
        {
            return method.Module.ResolveMethod(token, method.DeclaringType!.GetGenericArguments(), null);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
