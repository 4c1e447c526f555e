using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MoECollab.Host.Administering;
using MoECollab.Host.Answering;
using MoECollab.Host.Generations;
using MoECollab.Host.Guarding;
using MoECollab.Host.Readiness;
using MoECollab.Host.Scheduling;
using MoECollab.Host.Seeing.Metrics;

namespace MoECollab.Host.Seeing;

/// <summary><c>GET /moe/v1/stats</c>: the figures that people look at, in one object.</summary>
internal sealed class StatsRoute(ServedHome served, Scheduler scheduler, HostMetrics metrics, ExpertViews views, RecentTraffic recent, ReadinessChecks readiness, TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/moe/v1/stats", (RequestDelegate)(context => JsonAnswer.WriteAsync(context, 200, Write))).Needs(Access.Read);

    private void Write(Utf8JsonWriter writer)
    {
        var traffic = recent.Now;
        var experts = views.All.Where(view => view.Loaded).ToList();
        writer.WriteString("version", ProductVersion.Text);
        writer.WriteNumber("uptimeSeconds", Math.Round(time.GetElapsedTime(_started).TotalSeconds, 3));
        writer.WriteBoolean("ready", readiness.IsReady);
        writer.WriteNumber("generation", served.Current?.Number ?? 0);
        writer.WriteString("gate", served.Current?.GateName ?? "");
        writer.WriteNumber("queueLength", scheduler.QueueLength);
        writer.WriteNumber("accepted", scheduler.Accepted);
        writer.WriteNumber("answered", experts.Sum(view => metrics.RouteSelected.Get(view.Id, "1")));
        writer.WriteNumber("windowSeconds", Math.Round(traffic.Seconds, 3));
        writer.WriteNumber("entropy", traffic.Entropy);
        writer.WriteNumber("utilisation", Utilisation([.. experts.Select(view => view.Share)]));
        writer.WriteNumber("faults", traffic.Faults);
        writer.WriteNumber("rejected", traffic.Rejected);
        writer.WriteStartObject("latencySeconds");
        writer.WriteNumber("p50", traffic.MedianLatency);
        writer.WriteNumber("p99", traffic.HighLatency);
        writer.WriteEndObject();
        writer.WriteNumber("weightBytes", experts.Sum(view => view.WeightBytes ?? 0));
        writer.WriteNumber("stackedBytes", served.Current?.Mixture?.DeviceBytes ?? 0);
        writer.WriteStartArray("held");
        foreach (var held in scheduler.Held)
            writer.WriteStringValue(held);
        writer.WriteEndArray();
    }

    // exp(H)/N of the shares.
    private static double Utilisation(double[] shares)
    {
        if (shares.Length == 0 || shares.Sum() == 0)
            return 0;
        return Math.Exp(-shares.Where(share => share > 0).Sum(share => share * Math.Log(share))) / shares.Length;
    }
}
