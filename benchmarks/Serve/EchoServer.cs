using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MoECollab.Benchmarks.Serve;

/// <summary>The floor: Kestrel that reads a JSON body and writes it back, and nothing else.</summary>
public static class EchoServer
{
    /// <summary>Serves on a port of loopback until the process is ended.</summary>
    /// <param name="port">A free port.</param>
    public static Task RunAsync(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var app = builder.Build();
        app.UseRouting();
        app.MapGet("/readyz", (RequestDelegate)(context => context.Response.WriteAsync("{}", context.RequestAborted)));
        app.MapPost(LoadGenerator.Path, (RequestDelegate)EchoAsync);
        app.UseEndpoints(_ => { });
        return app.RunAsync();
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using var document = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
        context.Response.ContentType = "application/json";
        await using (var writer = new Utf8JsonWriter(context.Response.BodyWriter))
            document.RootElement.WriteTo(writer);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
