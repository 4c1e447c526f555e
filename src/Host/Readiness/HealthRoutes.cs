using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MoECollab.Host.Answering;
using MoECollab.Host.Guarding;
using MoECollab.Host.Scheduling;

namespace MoECollab.Host.Readiness;

/// <summary><c>/livez</c>, <c>/readyz?verbose</c>, <c>/startupz</c>: for whoever starts and stops the process.</summary>
internal sealed class HealthRoutes(ReadinessChecks readiness, Scheduler scheduler)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/livez", (RequestDelegate)(context => WordAsync(context, scheduler.IsBeating))).Needs(Access.Public);
        routes.MapGet("/startupz", (RequestDelegate)(context => WordAsync(context, readiness.IsStarted))).Needs(Access.Public);
        routes.MapGet("/readyz", ReadyAsync).Needs(Access.Public);
    }

    private Task ReadyAsync(HttpContext context)
    {
        var checks = readiness.All;
        var isReady = checks.All(check => check.Fault is null);
        if (!context.Request.Query.ContainsKey("verbose"))
            return WordAsync(context, isReady);
        return JsonAnswer.WriteAsync(context, isReady ? 200 : 503, writer =>
        {
            writer.WriteString("status", isReady ? "ready" : "not ready");
            writer.WriteStartArray("checks");
            foreach (var check in checks)
            {
                writer.WriteStartObject();
                writer.WriteString("name", check.Name);
                writer.WriteBoolean("ok", check.Fault is null);
                writer.WriteString("reason", check.Fault ?? "");
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            if (readiness.SafeMode is { } safe)
                writer.WriteString("safeMode", safe);
            writer.WriteStartArray("held");
            foreach (var held in scheduler.Held)
                writer.WriteStringValue(held);
            writer.WriteEndArray();
        });
    }

    private static Task WordAsync(HttpContext context, bool isFine)
    {
        context.Response.StatusCode = isFine ? 200 : 503;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(isFine ? "ok\n" : "not ok\n", context.RequestAborted);
    }
}
