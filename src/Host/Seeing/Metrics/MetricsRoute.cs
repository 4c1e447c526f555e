using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MoECollab.Host.Administering;
using MoECollab.Host.Guarding;
using MoECollab.Host.Scheduling;

namespace MoECollab.Host.Seeing.Metrics;

/// <summary><c>GET /metrics</c>: Prometheus' text form.</summary>
internal sealed class MetricsRoute(HostMetrics metrics, Scheduler scheduler, ExpertViews views)
{
    private readonly Lock _writing = new();

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/metrics", (RequestDelegate)WriteAsync).Needs(Access.Read);

    private Task WriteAsync(HttpContext context)
    {
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        string text;
        lock (_writing)
        {
            Refresh();
            text = metrics.ToText();
        }

        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    // Gauges are as of now, and those of removed experts are gone.
    private void Refresh()
    {
        metrics.QueueLength.Set(scheduler.QueueLength);
        foreach (var series in new[] { metrics.ExpertLoaded, metrics.ExpertState, metrics.ExpertMemory, metrics.UtilizationShare })
            series.Clear();
        foreach (var view in views.All)
        {
            metrics.ExpertState.Set(1, view.Id, view.Version, view.State);
            if (!view.Loaded)
                continue;
            metrics.ExpertLoaded.Set(1, view.Id, view.Version, view.Device ?? "");
            metrics.ExpertMemory.Set(view.WeightBytes ?? 0, view.Id, view.Version, view.Device ?? "");
            metrics.UtilizationShare.Set(view.Share, view.Id);
        }
    }
}
