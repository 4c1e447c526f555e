using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Logging;
using MoECollab.Errors;
using MoECollab.Host.Answering;
using MoECollab.Host.Seeing;

namespace MoECollab.Host.Protocol.Grpc;

/// <summary>Where a failure of a gRPC method becomes its status, as <see cref="Failures"/> does it for HTTP.</summary>
internal sealed partial class CallFaults(ILogger<CallFaults> log) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception fault) when (IsOurs(fault))
        {
            throw Ended(fault, context);
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(requestStream, responseStream, context);
        }
        catch (Exception fault) when (IsOurs(fault))
        {
            throw Ended(fault, context);
        }
    }

    /// <summary>Whether the failure is for us to tell; those of gRPC itself, and callers that have gone, are not.</summary>
    public static bool IsOurs(Exception fault) => fault is not (OperationCanceledException or RpcException or IOException);

    /// <summary>What a caller is told; what nobody foresaw is logged.</summary>
    public Problem Of(Exception fault, string method)
    {
        if (fault is MoECollabException known)
            return ProblemOf.Fault(known);
        LogFailed(method, FaultText.Of(fault));
        return new Problem(500, "internal", "The host failed; its log says more.");
    }

    private RpcException Ended(Exception fault, ServerCallContext context)
    {
        var problem = Of(fault, context.Method);
        context.GetHttpContext().Features.Set(problem);
        return GrpcStatus.Exception(problem);
    }

    [LoggerMessage(EventId = 1006, Level = LogLevel.Error, Message = "{Method} failed: {Fault}")]
    private partial void LogFailed(string method, string fault);
}
