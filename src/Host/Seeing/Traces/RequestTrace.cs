using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using MoECollab.Host.Guarding;

namespace MoECollab.Host.Seeing.Traces;

/// <summary>The span <c>moe.request</c>: from a request's arrival to its answer, below the caller's span where it sent a <c>traceparent</c>. Where nobody listens there is none, at the price of one comparison.</summary>
internal static class RequestTrace
{
    /// <summary>The name of the source.</summary>
    public const string SourceName = "MoECollab";

    /// <summary>What the spans come from.</summary>
    public static ActivitySource Source { get; } = new(SourceName, ProductVersion.Text);

    /// <summary>Begins the span of an HTTP request that asks for answers, and tells the caller its name in the answer's <c>traceparent</c>.</summary>
    public static Activity? Begin(HttpContext context)
    {
        if (!Source.HasListeners() || context.GetEndpoint()?.Metadata.GetMetadata<AccessPolicy>()?.Access != Access.Infer)
            return null;
        // Without a caller's span it begins a trace of its own: the web server's activity is not exported.
        if (!ActivityContext.TryParse(context.Request.Headers.TraceParent, context.Request.Headers.TraceState, isRemote: true, out var parent))
            Activity.Current = null;
        if (Source.StartActivity("moe.request", ActivityKind.Server, parent) is not { } request)
            return null;
        request.SetTag("http.request.method", context.Request.Method);
        request.SetTag("url.path", context.Request.Path.Value);
        context.Response.Headers.TraceParent = request.Id;
        return request;
    }

    /// <summary>Ends the span of an HTTP request.</summary>
    public static void End(Activity? request, int status)
    {
        if (request is null)
            return;
        request.SetTag("http.response.status_code", status);
        if (status >= StatusCodes.Status500InternalServerError)
            request.SetStatus(ActivityStatusCode.Error);
        request.Dispose();
    }

    /// <summary>The span that work is below: the current one where it is recorded, one of its own for a caller within the program, or none.</summary>
    public static Activity? OfCall(out bool isOwn)
    {
        isOwn = false;
        if (!Source.HasListeners())
            return null;
        var current = Activity.Current;
        if (current?.Source == Source)
            return current.IsAllDataRequested ? current : null;
        isOwn = true;
        return Source.StartActivity("moe.request");
    }
}
