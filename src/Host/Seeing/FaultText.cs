using System.Text;

namespace MoECollab.Host.Seeing;

/// <summary>A fault as it may be logged and kept: its types and where they came from, never its messages. Code of others that fails on a text may quote it there.</summary>
internal static class FaultText
{
    /// <summary>An exception, with those inside it.</summary>
    public static string Of(Exception fault)
    {
        var text = new StringBuilder();
        for (Exception? inner = fault; inner is not null; inner = inner.InnerException)
            text.Append(text.Length == 0 ? "" : "\n within ").Append(inner.GetType().FullName).Append('\n').Append(inner.StackTrace);
        return text.ToString();
    }

    /// <summary>What an expert was dropped for: <c>threw InvalidOperationException</c>.</summary>
    public static string Of(string reason) => reason.StartsWith("threw ", StringComparison.Ordinal) && reason.IndexOf(':', StringComparison.Ordinal) is > 0 and var end ? reason[..end] : reason;
}
