using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MoECollab.Host.Answering;
using MoECollab.Host.Budget;
using MoECollab.Host.Guarding;
using MoECollab.Packaging.States;

namespace MoECollab.Host.Administering;

/// <summary><c>POST /moe/v1/experts/{id}:VERB</c>, <c>POST /moe/v1/gates/{id}:activate</c>, and the repository extension of the inference protocol.</summary>
internal sealed class ChangingRoutes(ExpertLife experts, ExpertPins pins, GateLife gates, ModelRepository repository, ExpertViews views, RequestBody bodies)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        Expert(routes, "enable", (id, asked, by, cancellation) => experts.EnableAsync(id, asked.Version, by, cancellation));
        Expert(routes, "disable", (id, asked, by, cancellation) => experts.TakeOutAsync(id, PackageState.Disabled, asked, by, cancellation));
        Expert(routes, "quarantine", (id, asked, by, cancellation) => experts.TakeOutAsync(id, PackageState.Quarantined, asked, by, cancellation));
        Expert(routes, "reload", (id, _, by, cancellation) => experts.ReloadAsync(id, by, cancellation));
        Expert(routes, "rollback", (id, asked, by, cancellation) => experts.RollBackAsync(id, asked.Version, by, cancellation));
        Expert(routes, "pin", (id, _, by, _) => pins.PinAsync(id, by));
        Expert(routes, "unpin", (id, _, by, _) => pins.UnpinAsync(id, by));
        routes.MapPost("/moe/v1/gates/{id}:activate", ActivateAsync).Needs(Access.Admin);
        routes.MapPost("/v2/repository/index", IndexAsync).Needs(Access.Read);
        Repository(routes, "load", repository.LoadAsync);
        Repository(routes, "unload", repository.UnloadAsync);
    }

    private void Expert(IEndpointRouteBuilder routes, string verb, Func<string, AdminRequest, string, CancellationToken, Task> change) =>
        routes.MapPost("/moe/v1/experts/{id}:" + verb, (RequestDelegate)(async context =>
        {
            var id = Id(context);
            await change(id, await AdminRequest.ReadAsync(context, bodies), Operator.Of(context), context.RequestAborted);
            var versions = views.All.Where(view => view.Id == id).ToList();
            var view = versions.FirstOrDefault(view => view.Loaded) ?? versions[^1];
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(view, ViewJson.Readable.ExpertView), context.RequestAborted);
        })).Needs(Access.Admin);

    private static void Repository(IEndpointRouteBuilder routes, string verb, Func<string, string, CancellationToken, Task> change) =>
        routes.MapPost("/v2/repository/models/{id}/" + verb, (RequestDelegate)(async context =>
        {
            await change(Id(context), Operator.Of(context), context.RequestAborted);
            await JsonAnswer.WriteAsync(context, 200, _ => { });
        })).Needs(Access.Admin);

    private static string Id(HttpContext context) => (string)context.Request.RouteValues["id"]!;

    private async Task ActivateAsync(HttpContext context)
    {
        await gates.ActivateAsync(Id(context), Operator.Of(context), context.RequestAborted);
        await JsonAnswer.WriteAsync(context, 200, writer => writer.WriteString("active", Id(context)));
    }

    private async Task IndexAsync(HttpContext context)
    {
        var bytes = await bodies.ReadAsync(context);
        var onlyReady = false;
        if (bytes.Length > 0)
        {
            using var document = bodies.Parse(bytes);
            onlyReady = document.RootElement.TryGetProperty("ready", out var ready) && ready.ValueKind == JsonValueKind.True;
        }

        // The index is an array, alone among the protocol's answers.
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var entry in repository.Index(onlyReady))
            {
                writer.WriteStartObject();
                writer.WriteString("name", entry.Name);
                writer.WriteString("version", entry.Version);
                writer.WriteString("state", entry.State);
                writer.WriteString("reason", entry.Reason);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
    }
}
