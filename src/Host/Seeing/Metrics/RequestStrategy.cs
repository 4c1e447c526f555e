using Microsoft.AspNetCore.Http;
using MoECollab.Host.Scheduling;

namespace MoECollab.Host.Seeing.Metrics;

/// <summary>How the experts of a request were chosen: the label <c>strategy</c> of its duration. Six values, whatever callers ask for.</summary>
internal sealed class RequestStrategy
{
    /// <summary>Of a request that asked no expert.</summary>
    public const string Unrouted = "none";

    private static readonly RequestStrategy Gate = new("gate");
    private static readonly RequestStrategy Expert = new("expert");
    private static readonly RequestStrategy[] Top = [new("top-1"), new("top-2"), new("top-3+")];

    private RequestStrategy(string name) => Name = name;

    /// <summary>The label's value.</summary>
    public string Name { get; }

    /// <summary>Remembers it with the request.</summary>
    public static void Mark(HttpContext context, WorkItem item) => context.Features.Set(Of(item));

    /// <summary><c>gate</c> as the gate decides, <c>top-1</c>, <c>top-2</c>, <c>top-3+</c> where the caller said how many, <c>expert</c> where it named one.</summary>
    public static RequestStrategy Of(WorkItem item) =>
        item.Expert is not null ? Expert : item.Request.Experts is { } kept ? Top[Math.Min(kept, Top.Length) - 1] : Gate;

    /// <summary>What was remembered; <c>none</c> for a request that asked no expert, or was refused before that.</summary>
    public static string NameOf(HttpContext context) => context.Features.Get<RequestStrategy>()?.Name ?? Unrouted;
}
