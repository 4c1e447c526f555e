using Microsoft.AspNetCore.Http;

namespace MoECollab.Host.Guarding;

/// <summary>Marks the connections to the addresses of gRPC, and its methods: each is reached through the other alone, so that an address opened for gRPC does not open the HTTP API too.</summary>
internal sealed class GrpcMark
{
    /// <summary>Whether a request came to an address of gRPC.</summary>
    public static bool IsOn(HttpContext context) => context.Features.Get<GrpcMark>() is not null;
}
