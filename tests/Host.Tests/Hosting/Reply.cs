using System.Text.Json;

namespace MoECollab.Host.Tests.Hosting;

/// <summary>What came back, read.</summary>
internal sealed record Reply(int Status, string Type, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string Code => Json.GetProperty("code").GetString()!;

    public JsonElement Answer => Json.GetProperty("answers")[0];

    public static async Task<Reply> OfAsync(HttpResponseMessage response) => new(
        (int)response.StatusCode,
        response.Content.Headers.ContentType?.MediaType ?? "",
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
        response.Headers.ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase));
}
