using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace MoECollab.Host.Answering;

/// <summary>The caller's trace id, from W3C <c>traceparent</c>.</summary>
internal static class TraceParent
{
    private const int Length = 55;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>32 hexadecimal digits; null where there is no sound header.</summary>
    public static string? IdOf(IHeaderDictionary headers)
    {
        if (headers.TraceParent.Count == 0)
            return null;
        var text = headers.TraceParent.ToString();
        if (text.Length != Length || text[2] != '-' || text[35] != '-')
            return null;
        var id = text[3..35];
        return id.AsSpan().IndexOfAnyExcept(Digits) < 0 && id.AsSpan().IndexOfAnyExcept('0') >= 0 ? id : null;
    }
}
