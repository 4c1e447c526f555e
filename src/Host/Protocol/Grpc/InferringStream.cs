using System.Threading.Channels;
using Grpc.Core;
using Microsoft.Extensions.Hosting;
using MoECollab.Host.Answering;
using MoECollab.Host.Guarding;
using MoECollab.Host.Protocol.Wire;
using MoECollab.Host.Seeing.Metrics;

namespace MoECollab.Host.Protocol.Grpc;

/// <summary>
/// <c>ModelStreamInfer</c>: requests of a stream are taken as they come, some ahead of the answers, so that they share batches; answers keep their order. Each is guarded
/// and counted like a call of its own. A host that stops answers what it has taken, and then ends the stream.
/// </summary>
internal sealed class InferringStream(InferringCalls calls, CallFaults faults, AccessGate gate, HostMetrics metrics, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private const int Ahead = 64;

    public async Task RunAsync(IAsyncStreamReader<ModelInferRequest> requests, IServerStreamWriter<ModelStreamInferResponse> responses, ServerCallContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        var answers = Channel.CreateBounded<Task<ModelStreamInferResponse>>(Ahead);
        var taking = TakeAsync(requests, answers.Writer, context, ending.Token);
        try
        {
            await foreach (var answer in answers.Reader.ReadAllAsync(context.CancellationToken))
                await responses.WriteAsync(await answer, context.CancellationToken);
        }
        finally
        {
            // The call is over when this returns: nothing of it may be read any more.
            await ending.CancelAsync();
            await taking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await taking;
    }

    private async Task TakeAsync(IAsyncStreamReader<ModelInferRequest> requests, ChannelWriter<Task<ModelStreamInferResponse>> answers, ServerCallContext context, CancellationToken ending)
    {
        var authorization = context.GetHttpContext().Request.Headers.Authorization.ToString();
        try
        {
            for (var number = 0; await requests.MoveNext(ending); number++)
            {
                // The guard has let the first one in with the call.
                var refusal = number == 0 ? null : gate.RefusalOfFurther(authorization, Access.Infer);
                if (refusal is { Status: 401 or 403 })
                    throw new ProblemException(refusal);
                await answers.WriteAsync(AnswerAsync(requests.Current, refusal, context), ending);
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested)
        {
            throw new ProblemException(new Problem(503, "draining", "The host is stopping and takes no more work.") { RetryAfterSeconds = 1 });
        }
        finally
        {
            answers.Complete();
        }
    }

    private async Task<ModelStreamInferResponse> AnswerAsync(ModelInferRequest request, Problem? refusal, ServerCallContext context)
    {
        var began = time.GetTimestamp();
        var strategy = RequestStrategy.Unrouted;
        try
        {
            if (refusal is not null)
                throw new ProblemException(refusal);
            var answer = await calls.InferAsync(request, context, item => strategy = RequestStrategy.Of(item).Name);
            Count(200);
            return new ModelStreamInferResponse { InferResponse = answer };
        }
        catch (Exception fault) when (CallFaults.IsOurs(fault))
        {
            var problem = faults.Of(fault, context.Method);
            Count(problem.Status);
            // The id says which of the requests it was.
            return new ModelStreamInferResponse { ErrorMessage = problem.Detail, InferResponse = new ModelInferResponse { Id = request.Id } };
        }

        void Count(int status) => metrics.RequestDuration.Observe(time.GetElapsedTime(began).TotalSeconds, GrpcFace.Protocol, strategy, Failures.StatusText(status));
    }
}
