using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MoECollab.Host.Guarding;

namespace MoECollab.Host.Dashboard;

/// <summary>The page at <c>/</c> and its files, from this assembly. They hold no data: what the page shows it asks for, with the reader's own rights.</summary>
internal static class DashboardRoutes
{
    // Nothing from elsewhere, nothing inline, in nobody's frame.
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "/", "index.html", "text/html; charset=utf-8");
        Map(routes, "/dashboard.css", "dashboard.css", "text/css; charset=utf-8");
        Map(routes, "/dashboard.js", "dashboard.js", "text/javascript; charset=utf-8");
        Map(routes, "/dashboard.svg", "dashboard.svg", "image/svg+xml");
    }

    private static void Map(IEndpointRouteBuilder routes, string path, string file, string type)
    {
        var content = Read(file);
        routes.MapGet(path, (RequestDelegate)(async context =>
        {
            context.Response.ContentType = type;
            context.Response.ContentLength = content.Length;
            context.Response.Headers.ContentSecurityPolicy = Policy;
            context.Response.Headers["Referrer-Policy"] = "no-referrer";
            await context.Response.Body.WriteAsync(content, context.RequestAborted);
        })).Needs(Access.Public);
    }

    private static byte[] Read(string file)
    {
        using var stream = typeof(DashboardRoutes).Assembly.GetManifestResourceStream("Dashboard/" + file)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
