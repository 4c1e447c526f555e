using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MoECollab.Host.Answering;
using MoECollab.Packaging.Homes;

namespace MoECollab.Host.Administering;

/// <summary>The body of an administrative request; may be empty.</summary>
/// <param name="Reason">Kept beside the state.</param>
/// <param name="Version">Which version; null where that follows.</param>
internal sealed record AdminRequest(string Reason, string? Version)
{
    /// <summary>Stands for the highest version that is installed, now and later.</summary>
    public const string Latest = "latest";

    private const int LongestReason = 1000;

    public static async Task<AdminRequest> ReadAsync(HttpContext context, RequestBody bodies)
    {
        var bytes = await bodies.ReadAsync(context);
        if (bytes.Length == 0)
            return new AdminRequest("", null);
        using var document = bodies.Parse(bytes);
        var request = new AdminRequest("", null);
        foreach (var field in document.RootElement.EnumerateObject())
        {
            request = field.Name switch
            {
                "reason" => request with { Reason = Text(field) },
                "version" => request with { Version = Text(field) },
                _ => throw ProblemException.Invalid($"'{field.Name}' is no field of this request; it has reason, version."),
            };
        }

        if (request.Version is { } version && version != Latest && !PackageNames.IsVersion(version))
            throw ProblemException.Invalid($"'version' is '{version}'; expected SemVer such as 1.0.0, or {Latest}.");
        return request.Reason.Length <= LongestReason ? request : throw ProblemException.Invalid($"'reason' has more than {LongestReason} characters.");
    }

    private static string Text(JsonProperty field) => field.Value.ValueKind == JsonValueKind.String ? field.Value.GetString()! : throw ProblemException.Invalid($"'{field.Name}' is expected to be a string.");
}
