using Grpc.Core;
using MoECollab.Errors;
using MoECollab.Host.Answering;
using MoECollab.Host.Protocol.Wire;
using MoECollab.Host.Scheduling;
using MoECollab.Host.Seeing.Metrics;

namespace MoECollab.Host.Protocol.Grpc;

/// <summary><c>ModelInfer</c>: what <see cref="InferenceRoutes"/> does over HTTP, with the call's deadline besides.</summary>
internal sealed class InferringCalls(Scheduler scheduler, Models models, InferenceWork work, ModelStatistics statistics, TimeProvider time)
{
    public Task<ModelInferResponse> InferAsync(ModelInferRequest message, ServerCallContext context)
    {
        var http = context.GetHttpContext();
        return InferAsync(message, context, item => RequestStrategy.Mark(http, item));
    }

    /// <param name="message">The request.</param>
    /// <param name="context">Its call, or that of its stream.</param>
    /// <param name="understood">Told of the work before it is handed over.</param>
    /// <exception cref="MoECollabException">Refused or failed.</exception>
    public async Task<ModelInferResponse> InferAsync(ModelInferRequest message, ServerCallContext context, Action<WorkItem> understood)
    {
        var began = time.GetTimestamp();
        var model = models.Find(message.ModelName, message.ModelVersion.Length > 0 ? message.ModelVersion : null);
        try
        {
            var request = GrpcRequest.Read(message);
            var item = work.Of(model, request with { DeadlineMilliseconds = Sooner(request.DeadlineMilliseconds, context.Deadline) }, TraceParent.IdOf(context.GetHttpContext().Request.Headers));
            understood(item);
            var result = await scheduler.SubmitAsync(item, context.CancellationToken);
            var response = GrpcResponse.Of(model, request, new InferenceAnswer(result));
            statistics.Succeeded(model.Name, item.Inputs.Count, time.GetElapsedTime(began));
            return response;
        }
        catch (MoECollabException)
        {
            statistics.Failed(model.Name, time.GetElapsedTime(began));
            throw;
        }
    }

    // Of the request's own deadline, 0 for none, and that of its call.
    private int Sooner(int milliseconds, DateTime deadline)
    {
        if (deadline == DateTime.MaxValue)
            return milliseconds;
        var left = (int)Math.Clamp(Math.Ceiling((deadline - time.GetUtcNow().UtcDateTime).TotalMilliseconds), 1, int.MaxValue);
        return milliseconds == 0 ? left : Math.Min(milliseconds, left);
    }
}
