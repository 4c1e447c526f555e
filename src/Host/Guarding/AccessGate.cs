using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using MoECollab.Host.Answering;
using MoECollab.Host.Configuring;

namespace MoECollab.Host.Guarding;

/// <summary>Lets a request through to its route, or says why not.</summary>
internal sealed class AccessGate(ApiKeys keys, RateLimits limits, IOptions<SecurityOptions> options)
{
    private const string Scheme = "Bearer ";

    /// <summary>Why the request is refused; null where it is not.</summary>
    public Problem? RefusalOf(HttpContext context)
    {
        var isOverGrpc = GrpcMark.IsOn(context);
        if (context.GetEndpoint() is not { } endpoint)
            return isOverGrpc ? NoMethod(context) : Problem.NotFound($"There is no {context.Request.Method} {context.Request.Path}. See /openapi/v1.json.");
        // The framework's own endpoints (405, 415) carry no policy and reach no code of ours.
        if (endpoint.Metadata.GetMetadata<AccessPolicy>() is not { } policy)
            return endpoint is Microsoft.AspNetCore.Routing.RouteEndpoint ? new Problem(403, "forbidden", "This route has no policy.") : null;
        if (isOverGrpc != endpoint.Metadata.GetMetadata<GrpcMark>() is not null)
            return isOverGrpc ? NoMethod(context) : Problem.NotFound($"{context.Request.Path} is a method of gRPC, which this host answers at the addresses of Server:GrpcUrls.");
        if (policy.Access == Access.Public || context.Features.Get<AdminSocketMark>() is not null)
            return null;
        if (policy.Access == Access.Admin && !options.Value.AdminOverHttp)
            return new Problem(403, "admin-disabled", "Administration over HTTP is switched off. Use the local socket (the moe command does), or set Security:AdminOverHttp to true.");
        return keys.Exist || policy.Access == Access.Admin ? RefusalOfKey(context, policy.Access) : RefusalOfStranger(context);
    }

    /// <summary>Why a further request is refused within a call that was let through, as a stream of them is; null where it is not. A key that was revoked meanwhile opens nothing any more.</summary>
    /// <param name="authorization">The header of the call.</param>
    /// <param name="access">What the call takes.</param>
    public Problem? RefusalOfFurther(string authorization, Access access) => keys.Exist ? RefusalOfKey(authorization, access, out _) : null;

    private static Problem NoMethod(HttpContext context) => new(501, "unimplemented", $"There is no method {context.Request.Path}. Server reflection lists those that are there.");

    private Problem? RefusalOfKey(HttpContext context, Access access)
    {
        var refusal = RefusalOfKey(context.Request.Headers.Authorization.ToString(), access, out var key);
        if (key is not null)
            context.Features.Set(key);
        return refusal;
    }

    private Problem? RefusalOfKey(string header, Access access, out ApiKey? key)
    {
        key = null;
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return new Problem(401, "unauthorised", "This host needs an API key: Authorization: Bearer <key>. Make one with 'moe apikeys new'.");
        if (keys.Find(header[Scheme.Length..].Trim()) is not { } found)
            return new Problem(401, "unauthorised", "The API key is not known to this host, or was revoked.");
        var scope = ScopeOf(access);
        if (!found.Scopes.Contains(scope))
            return new Problem(403, "forbidden", $"The API key '{found.Id}' lacks the scope '{scope}'; it has {string.Join(", ", found.Scopes)}.");
        key = found;
        return limits.TryTake(key.Id) ? null : new Problem(429, "rate-limited", $"The API key '{key.Id}' may send {options.Value.RequestsPerSecond} requests a second.") { RetryAfterSeconds = 1 };
    }

    // A page of another site that is open in a browser of this machine reaches loopback too, under its own host name.
    private static Problem? RefusalOfStranger(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is { } remote && !IPAddress.IsLoopback(remote))
            return new Problem(401, "unauthorised", "Without API keys this host answers its own machine only.");
        var host = context.Request.Host.Host.Trim('[', ']');
        return host.Length == 0 || host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var named) && IPAddress.IsLoopback(named))
            ? null
            : new Problem(403, "host-not-allowed", $"The request is addressed to '{host}'; without API keys this host answers to localhost only.");
    }

    private static string ScopeOf(Access access) => access switch
    {
        Access.Admin => "admin",
        Access.Read => "read",
        _ => "infer",
    };
}
