using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MoECollab.Host.Answering;
using MoECollab.Host.Guarding;
using MoECollab.Host.Readiness;

namespace MoECollab.Host.Protocol;

/// <summary>The Open Inference Protocol v2 over HTTP: metadata, health, statistics. Inference and the repository have routes of their own.</summary>
internal sealed class ProtocolRoutes(Models models, ModelStatistics statistics, ReadinessChecks readiness)
{
    private static readonly string[] Extensions = ["binary_tensor_data", "model_repository", "statistics", "parameters"];

    public void Map(IEndpointRouteBuilder routes)
    {
        Get(routes, "/v2", Access.Read, context => JsonAnswer.WriteAsync(context, 200, WriteServer));
        Get(routes, "/v2/health/live", Access.Public, context => JsonAnswer.WriteAsync(context, 200, writer => writer.WriteBoolean("live", true)));
        Get(routes, "/v2/health/ready", Access.Public, context => JsonAnswer.WriteAsync(context, readiness.IsReady ? 200 : 503, writer => writer.WriteBoolean("ready", readiness.IsReady)));
        foreach (var version in new[] { "", "/versions/{version}" })
        {
            Get(routes, "/v2/models/{model}" + version, Access.Read, context => JsonAnswer.WriteAsync(context, 200, writer => WriteModel(writer, Find(context))));
            Get(routes, "/v2/models/{model}" + version + "/ready", Access.Read, ReadyAsync);
            Get(routes, "/v2/models/{model}" + version + "/stats", Access.Read, context => StatisticsAsync(context, [Find(context)]));
        }

        Get(routes, "/v2/models/stats", Access.Read, context => StatisticsAsync(context, models.All));
    }

    private static void Get(IEndpointRouteBuilder routes, string path, Access access, RequestDelegate answer) => routes.MapGet(path, answer).Needs(access);

    private Model Find(HttpContext context) => models.Find((string)context.Request.RouteValues["model"]!, (string?)context.Request.RouteValues.GetValueOrDefault("version"));

    private static void WriteServer(Utf8JsonWriter writer)
    {
        writer.WriteString("name", "moecollab");
        writer.WriteString("version", ProductVersion.Text);
        writer.WriteStartArray("extensions");
        foreach (var extension in Extensions)
            writer.WriteStringValue(extension);
        writer.WriteEndArray();
    }

    private static void WriteModel(Utf8JsonWriter writer, Model model)
    {
        writer.WriteString("name", model.Name);
        writer.WriteStartArray("versions");
        writer.WriteStringValue(model.Version);
        writer.WriteEndArray();
        writer.WriteString("platform", "moecollab");
        writer.WriteStartArray("inputs");
        WriteTensor(writer, "text", "BYTES", [-1]);
        if (model.ReadsHidden)
            WriteTensor(writer, "hidden", "FP32", [-1, -1]);
        writer.WriteEndArray();
        writer.WriteStartArray("outputs");
        WriteTensor(writer, "label", "BYTES", [-1]);
        WriteTensor(writer, "probability", "FP32", [-1]);
        WriteTensor(writer, "probabilities", "FP32", [-1, -1]);
        writer.WriteEndArray();
    }

    private static void WriteTensor(Utf8JsonWriter writer, string name, string type, int[] shape)
    {
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WriteString("datatype", type);
        writer.WriteStartArray("shape");
        foreach (var dimension in shape)
            writer.WriteNumberValue(dimension);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private Task ReadyAsync(HttpContext context)
    {
        var model = Find(context);
        var isReady = model.Fault is null && !readiness.IsStopping;
        return JsonAnswer.WriteAsync(context, isReady ? 200 : 503, writer =>
        {
            writer.WriteString("name", model.Name);
            writer.WriteBoolean("ready", isReady);
            if (model.Fault is { } fault)
                writer.WriteString("error", fault);
        });
    }

    private Task StatisticsAsync(HttpContext context, IReadOnlyList<Model> asked) => JsonAnswer.WriteAsync(context, 200, writer =>
    {
        writer.WriteStartArray("model_stats");
        foreach (var model in asked)
            statistics.Write(writer, model);
        writer.WriteEndArray();
    });
}
