using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using MoECollab.Host.Administering;
using MoECollab.Host.Guarding;

namespace MoECollab.Host.Seeing.Events;

/// <summary><c>GET /moe/v1/events</c>: what happens, as server-sent events. <c>Last-Event-ID</c> goes on from where a listener was cut off.</summary>
internal sealed class EventsRoute(HostEvents events, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/moe/v1/events", FollowAsync).Needs(Access.Read);

    private async Task FollowAsync(HttpContext context)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        _ = long.TryParse(context.Request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out var last);
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(": events of this host\n\n", over.Token);
        await context.Response.Body.FlushAsync(over.Token);
        await using var following = events.FollowAsync(last, over.Token).GetAsyncEnumerator(over.Token);
        try
        {
            var next = following.MoveNextAsync().AsTask();
            while (true)
            {
                if (await Task.WhenAny(next, Task.Delay(Heartbeat, over.Token)) != next && !over.IsCancellationRequested)
                {
                    await context.Response.WriteAsync(": still here\n\n", over.Token);
                }
                else
                {
                    if (!await next)
                        return;
                    await context.Response.WriteAsync(TextOf(following.Current), over.Token);
                    next = following.MoveNextAsync().AsTask();
                }

                await context.Response.Body.FlushAsync(over.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The listener has gone, or the host stops.
        }
    }

    private static string TextOf(HostEvent happened) => new StringBuilder()
        .Append(CultureInfo.InvariantCulture, $"id: {happened.Number}\nevent: {happened.Kind}\ndata: ")
        .Append(JsonSerializer.Serialize(happened, ViewJson.Readable.HostEvent))
        .Append("\n\n").ToString();
}
