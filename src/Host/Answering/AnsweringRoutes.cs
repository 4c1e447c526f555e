using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using MoECollab.Host.Configuring;
using MoECollab.Host.Guarding;
using MoECollab.Host.Scheduling;
using MoECollab.Host.Seeing.Metrics;
using MoECollab.Mixture.Answering;
using MoECollab.Mixture.Explaining;
using MoECollab.Mixture.Mixing;

namespace MoECollab.Host.Answering;

/// <summary><c>POST /moe/v1/infer</c> and <c>/moe/v1/route</c>. Route answers as infer would, and always says why.</summary>
internal sealed class AnsweringRoutes(Scheduler scheduler, RequestBody body, IOptions<ServerOptions> options)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/moe/v1/infer", (RequestDelegate)(context => AnswerAsync(context, false))).Needs(Access.Infer);
        routes.MapPost("/moe/v1/route", (RequestDelegate)(context => AnswerAsync(context, true))).Needs(Access.Infer);
    }

    private async Task AnswerAsync(HttpContext context, bool isRoute)
    {
        InferRequest request;
        using (var document = await body.ReadJsonAsync(context))
            request = InferRequest.Read(document.RootElement, options.Value);
        var asked = MixtureRequest.Plain;
        if (request.TopK is not null || request.Probabilities || request.Seed != 0)
            asked = new MixtureRequest { Experts = request.TopK, Probabilities = request.Probabilities, Seed = request.Seed };
        var item = new WorkItem(request.Inputs, asked)
        {
            Explain = isRoute || request.Explain,
            Priority = request.Priority,
            TraceId = TraceParent.IdOf(context.Request.Headers),
            Deadline = request.DeadlineMilliseconds == 0 ? 0 : scheduler.In(request.DeadlineMilliseconds),
        };
        RequestStrategy.Mark(context, item);
        await WriteAsync(context, await scheduler.SubmitAsync(item, context.RequestAborted));
    }

    private static async Task WriteAsync(HttpContext context, WorkResult result)
    {
        var answers = result.Outcomes;
        for (var i = 0; i < answers.Count; i++)
            answers[i].Get();
        context.Response.ContentType = "application/json";
        using (var writer = new Utf8JsonWriter(context.Response.BodyWriter, AnswerJson.Format))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("answers");
            foreach (var outcome in answers)
                AnswerJson.Write(writer, outcome.Answer!);
            writer.WriteEndArray();
            if (result.Explanations.Count > 0)
            {
                writer.WriteStartArray("explanations");
                foreach (var explanation in result.Explanations)
                    ExplanationJson.Write(writer, explanation);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
