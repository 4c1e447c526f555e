using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using MoECollab.Errors;
using MoECollab.Host.Guarding;
using MoECollab.Host.Protocol.Grpc;
using MoECollab.Host.Seeing;
using MoECollab.Host.Seeing.Metrics;
using MoECollab.Host.Seeing.Traces;

namespace MoECollab.Host.Answering;

/// <summary>The outermost step of every request: its guard, its time, and the one place where a failure becomes an answer.</summary>
internal sealed partial class Failures(AccessGate gate, HostMetrics metrics, TimeProvider time, ILogger<Failures> log)
{
    private const int ClientClosedRequest = 499;

    public async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        var began = time.GetTimestamp();
        var trace = RequestTrace.Begin(context);
        try
        {
            SetHeaders(context.Response.Headers);
            if (gate.RefusalOf(context) is { } refusal)
                await ProblemWriter.WriteAsync(context, refusal);
            else
                await AnswerAsync(context, next);
        }
        catch (MoECollabException fault)
        {
            await AnswerAsync(context, ProblemOf.Fault(fault));
        }
        catch (BadHttpRequestException fault)
        {
            EndConnection(context);
            await AnswerAsync(context, new Problem(fault.StatusCode, fault.StatusCode == 413 ? "body-too-large" : "bad-request", fault.Message));
        }
        catch (Exception fault) when (fault is ConnectionResetException or ConnectionAbortedException || (fault is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested))
        {
            context.Response.StatusCode = ClientClosedRequest;
            EndConnection(context);
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            LogFailed(context.Request.Method, context.Request.Path, FaultText.Of(fault));
            await AnswerAsync(context, new Problem(500, "internal", "The host failed; its log says more."));
        }
        finally
        {
            var status = GrpcMark.IsOn(context) ? GrpcStatus.ToHttp(context) : context.Response.StatusCode;
            metrics.RequestDuration.Observe(time.GetElapsedTime(began).TotalSeconds, ProtocolOf(context), RequestStrategy.NameOf(context), StatusText(status));
            RequestTrace.End(trace, status);
        }
    }

    /// <summary>The label of a status: few values, whatever there is.</summary>
    public static string StatusText(int status) => status switch
    {
        200 => "200",
        < 300 => "2xx",
        < 400 => "3xx",
        429 => "429",
        499 => "499",
        < 500 => "4xx",
        503 => "503",
        504 => "504",
        _ => "5xx",
    };

    private static Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        if (GrpcMark.IsOn(context))
            GrpcFace.LetIn(context);
        return next(context);
    }

    private static void SetHeaders(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
    }

    private static async Task AnswerAsync(HttpContext context, Problem problem)
    {
        if (!context.Response.HasStarted)
            await ProblemWriter.WriteAsync(context, problem);
    }

    // A body that breaks off leaves Kestrel's reader in the middle of it; to look for a further request on this connection would fail.
    private static void EndConnection(HttpContext context) => context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();

    private static string ProtocolOf(HttpContext context) => GrpcMark.IsOn(context) ? GrpcFace.ProtocolOf(context) : ProtocolOf(context.Request.Path);

    private static string ProtocolOf(PathString path) => path.StartsWithSegments("/v2") ? "oip" : path.StartsWithSegments("/moe/v1/infer") || path.StartsWithSegments("/moe/v1/route") ? "moe" : "other";

    [LoggerMessage(EventId = 1001, Level = LogLevel.Error, Message = "{Method} {Path} failed: {Fault}")]
    private partial void LogFailed(string method, string path, string fault);
}
