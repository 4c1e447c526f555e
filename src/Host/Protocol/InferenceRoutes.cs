using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MoECollab.Errors;
using MoECollab.Host.Answering;
using MoECollab.Host.Guarding;
using MoECollab.Host.Scheduling;
using MoECollab.Host.Seeing.Metrics;

namespace MoECollab.Host.Protocol;

/// <summary><c>POST /v2/models/{model}/infer</c>: texts, or hidden vectors for an expert, in; labels and probabilities out.</summary>
internal sealed class InferenceRoutes(Scheduler scheduler, Models models, InferenceWork work, ModelStatistics statistics, RequestBody bodies, TimeProvider time)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v2/models/{model}/infer", InferAsync).Needs(Access.Infer);
        routes.MapPost("/v2/models/{model}/versions/{version}/infer", InferAsync).Needs(Access.Infer);
    }

    private async Task InferAsync(HttpContext context)
    {
        var began = time.GetTimestamp();
        var model = models.Find((string)context.Request.RouteValues["model"]!, (string?)context.Request.RouteValues.GetValueOrDefault("version"));
        try
        {
            var (json, binary) = InferenceRequest.Split(context, await bodies.ReadAsync(context));
            InferenceRequest request;
            WorkItem item;
            using (var document = bodies.Parse(json))
            {
                request = InferenceRequest.Read(document.RootElement, binary);
                item = work.Of(model, request, TraceParent.IdOf(context.Request.Headers));
            }

            RequestStrategy.Mark(context, item);
            var result = await scheduler.SubmitAsync(item, context.RequestAborted);
            var response = new InferenceResponse(model, request, new InferenceAnswer(result));
            statistics.Succeeded(model.Name, item.Inputs.Count, time.GetElapsedTime(began));
            await response.WriteAsync(context);
        }
        catch (MoECollabException)
        {
            statistics.Failed(model.Name, time.GetElapsedTime(began));
            throw;
        }
    }
}
