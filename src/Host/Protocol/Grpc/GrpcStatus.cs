using System.Globalization;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using MoECollab.Host.Answering;

namespace MoECollab.Host.Protocol.Grpc;

/// <summary>The one place where a refusal becomes a status of gRPC, with the stable code beside it.</summary>
internal static class GrpcStatus
{
    /// <summary>The trailer that has the code which problem+json has over HTTP.</summary>
    public const string CodeTrailer = "moe-code";

    private const string PushbackTrailer = "grpc-retry-pushback-ms";

    public static StatusCode Of(Problem problem) => problem.Status switch
    {
        400 or 415 or 422 => StatusCode.InvalidArgument,
        401 => StatusCode.Unauthenticated,
        403 => StatusCode.PermissionDenied,
        404 => StatusCode.NotFound,
        409 => StatusCode.FailedPrecondition,
        413 or 429 => StatusCode.ResourceExhausted,
        501 => StatusCode.Unimplemented,
        503 => StatusCode.Unavailable,
        504 => StatusCode.DeadlineExceeded,
        _ => StatusCode.Internal,
    };

    /// <summary>Ends a call.</summary>
    public static RpcException Exception(Problem problem)
    {
        var trailers = new Metadata();
        foreach (var (name, value) in Trailers(problem))
            trailers.Add(name, value);
        return new RpcException(new Status(Of(problem), problem.Detail), trailers);
    }

    /// <summary>Refuses a call before its method runs, and before its message is read.</summary>
    public static Task WriteAsync(HttpContext context, Problem problem)
    {
        context.Features.Set(problem);
        var response = context.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/grpc";
        // An answer of trailers alone: they are its headers.
        response.Headers["grpc-status"] = ((int)Of(problem)).ToString(CultureInfo.InvariantCulture);
        response.Headers["grpc-message"] = Uri.EscapeDataString(problem.Detail);
        foreach (var (name, value) in Trailers(problem))
            response.Headers[name] = value;
        return response.CompleteAsync();
    }

    /// <summary>The status that a call would have over HTTP: metrics and traces speak of that.</summary>
    public static int ToHttp(HttpContext context)
    {
        if (context.Features.Get<Problem>() is { } problem)
            return problem.Status;
        return context.Features.Get<IServerCallContextFeature>()?.ServerCallContext.Status.StatusCode switch
        {
            null => context.Response.StatusCode,
            StatusCode.OK => StatusCodes.Status200OK,
            StatusCode.Cancelled => StatusCodes.Status499ClientClosedRequest,
            StatusCode.DeadlineExceeded => StatusCodes.Status504GatewayTimeout,
            StatusCode.ResourceExhausted => StatusCodes.Status413PayloadTooLarge,
            _ => StatusCodes.Status400BadRequest,
        };
    }

    private static IEnumerable<KeyValuePair<string, string>> Trailers(Problem problem)
    {
        yield return new(CodeTrailer, problem.Code);
        if (problem.RetryAfterSeconds is { } seconds)
            yield return new(PushbackTrailer, (seconds * 1000).ToString(CultureInfo.InvariantCulture));
    }
}
