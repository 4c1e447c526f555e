using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MoECollab.Host.Guarding;

namespace MoECollab.Host.Seeing.Metrics;

/// <summary><c>GET /metrics</c>: Prometheus' text form.</summary>
internal sealed class MetricsRoute(HostMetrics metrics, Gauges gauges)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/metrics", (RequestDelegate)WriteAsync).Needs(Access.Read);

    private Task WriteAsync(HttpContext context)
    {
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        gauges.Refresh();
        return context.Response.WriteAsync(metrics.ToText(), context.RequestAborted);
    }
}
