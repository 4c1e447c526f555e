using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MoECollab.Host.Guarding;

namespace MoECollab.Host.Answering;

/// <summary><c>GET /openapi/v1.json</c>: the description of every route, written by hand and held to the routes by a test.</summary>
internal static class OpenApiRoute
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        using var stream = typeof(OpenApiRoute).Assembly.GetManifestResourceStream("openapi.json")!;
        var document = new byte[stream.Length];
        stream.ReadExactly(document);
        routes.MapGet("/openapi/v1.json", (RequestDelegate)(context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = document.Length;
            return context.Response.Body.WriteAsync(document, context.RequestAborted).AsTask();
        })).Needs(Access.Public);
    }
}
