using Microsoft.AspNetCore.Http;
using MoECollab.Host.Guarding;

namespace MoECollab.Host.Administering;

/// <summary>Who administers: what <c>by</c> says in states.</summary>
internal static class Operator
{
    public static string Of(HttpContext context) => context.Features.Get<ApiKey>() is { } key ? $"key {key.Id}" : "operator";
}
