using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MoECollab.Host.Configuring;
using MoECollab.Host.Guarding;

namespace MoECollab.Host.Protocol.Grpc;

/// <summary>Puts the gRPC face together: the inference service, <c>grpc.health.v1</c> and server reflection, over HTTP/2 without TLS.</summary>
internal static class GrpcFace
{
    /// <summary>The label of its requests in metrics.</summary>
    public const string Protocol = "grpc";

    private const string StreamPath = $"/{InferenceService.Name}/ModelStreamInfer";

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<CallFaults>().AddSingleton<DescribingCalls>().AddSingleton<InferringCalls>().AddSingleton<InferringStream>().AddSingleton<InferenceService>().AddSingleton<ReadinessHealth>();
        services.AddGrpc().AddServiceOptions<InferenceService>(options => options.Interceptors.Add<CallFaults>());
        services.AddOptions<GrpcServiceOptions>().Configure<IOptions<ServerOptions>>(Limit);
        services.AddGrpcReflection();
    }

    public static void Listen(ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http2;
        listen.Use(next => connection =>
        {
            connection.Features.Set(new GrpcMark());
            return next(connection);
        });
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGrpcService<InferenceService>().Add(endpoint => Mark(endpoint, MethodOf(endpoint) is { } method ? CallAccess.Of(method) : Access.Public));
        routes.MapGrpcService<ReadinessHealth>().Add(endpoint => Mark(endpoint, Access.Public));
        routes.MapGrpcReflectionService().Add(endpoint => Mark(endpoint, Access.Public));
    }

    /// <summary>The label of a call: asked for answers it is <c>grpc</c>; requests of a stream are counted one by one, not the stream.</summary>
    public static string ProtocolOf(HttpContext context) =>
        context.Request.Path.StartsWithSegments($"/{InferenceService.Name}", StringComparison.Ordinal) && !context.Request.Path.Equals(StreamPath, StringComparison.Ordinal) ? Protocol : "other";

    /// <summary>Leaves the bound of a body to that of its message: the web server's ends a call without a status, and counts the framing too.</summary>
    public static void LetIn(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body)
            body.MaxRequestBodySize = null;
    }

    private static void Limit(GrpcServiceOptions grpc, IOptions<ServerOptions> server)
    {
        grpc.MaxReceiveMessageSize = (int)server.Value.MaxBodyBytes;
        // Its routes for what nobody knows would take those of HTTP that nobody knows as well; the guard answers both.
        grpc.IgnoreUnknownServices = true;
        grpc.CompressionProviders.Clear();
        grpc.CompressionProviders.Add(new BoundedCompression("gzip", server.Value));
        grpc.CompressionProviders.Add(new BoundedCompression("deflate", server.Value));
    }

    // A method that the service does not have is answered by the framework, to anybody.
    private static string? MethodOf(EndpointBuilder endpoint) => endpoint.Metadata.OfType<GrpcMethodMetadata>().SingleOrDefault()?.Method.Name;

    private static void Mark(EndpointBuilder endpoint, Access access)
    {
        endpoint.Metadata.Add(new AccessPolicy(access));
        endpoint.Metadata.Add(new GrpcMark());
    }
}
