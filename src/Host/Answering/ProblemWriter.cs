using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MoECollab.Host.Guarding;
using MoECollab.Host.Protocol.Grpc;
using MoECollab.Mixture.Answering;

namespace MoECollab.Host.Answering;

/// <summary>Writes refusals: as a status over gRPC, <c>{"error": …}</c> under <c>/v2</c>, problem+json elsewhere.</summary>
internal static class ProblemWriter
{
    public static Task WriteAsync(HttpContext context, Problem problem)
    {
        if (GrpcMark.IsOn(context))
            return GrpcStatus.WriteAsync(context, problem);
        var response = context.Response;
        response.StatusCode = problem.Status;
        if (problem.RetryAfterSeconds is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (problem.Status == 401)
            response.Headers.WWWAuthenticate = "Bearer";
        var isProtocol = context.Request.Path.StartsWithSegments("/v2");
        response.ContentType = isProtocol ? "application/json" : "application/problem+json";
        using (var writer = new Utf8JsonWriter(response.BodyWriter, AnswerJson.Format))
        {
            writer.WriteStartObject();
            if (isProtocol)
            {
                writer.WriteString("error", problem.Detail);
            }
            else
            {
                writer.WriteString("type", $"urn:moecollab:{problem.Code}");
                writer.WriteString("title", TitleOf(problem.Status));
                writer.WriteNumber("status", problem.Status);
                writer.WriteString("code", problem.Code);
                writer.WriteString("detail", problem.Detail);
                writer.WriteString("instance", context.Request.Path);
            }

            writer.WriteEndObject();
        }

        return response.BodyWriter.FlushAsync(context.RequestAborted).AsTask();
    }

    private static string TitleOf(int status) => Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status);
}
