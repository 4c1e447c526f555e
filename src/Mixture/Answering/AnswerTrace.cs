using System.Globalization;
using MoECollab.Mixture.Mixing;

namespace MoECollab.Mixture.Answering;

/// <summary>
/// Names the answers of a call: the caller's trace id where there is one; otherwise one that follows from what determines the answer, so that equal calls give equal
/// bytes. An id is made when somebody asks for it.
/// </summary>
/// <param name="request">What was asked.</param>
/// <param name="snapshotVersion">Of the experts.</param>
/// <param name="rows">B.</param>
internal sealed class AnswerTrace(MixtureRequest request, long snapshotVersion, int rows)
{
    private const ulong Prime = 0x100000001B3;
    private const ulong FirstOffset = 0xCBF29CE484222325;
    private const ulong SecondOffset = 0x84222325CBF29CE4;

    /// <summary>The trace id of one answer.</summary>
    /// <param name="text">The input's.</param>
    /// <param name="row">Its place in the batch.</param>
    public string IdOf(string text, int row)
    {
        if (request.TraceId is { } given)
            return rows == 1 ? given : string.Create(CultureInfo.InvariantCulture, $"{given}-{row}");

        var (first, second) = (FirstOffset, SecondOffset);
        foreach (var unit in text)
        {
            first = (first ^ unit) * Prime;
            second = ((second ^ unit) * Prime) + 1;
        }

        var context = (ulong)request.Seed ^ ((ulong)snapshotVersion << 32) ^ ((ulong)row << 48);
        return string.Create(CultureInfo.InvariantCulture, $"{Finished(first ^ context):x16}{Finished(second + context):x16}");
    }

    private static ulong Finished(ulong value)
    {
        value = (value ^ (value >> 33)) * 0xFF51AFD7ED558CCD;
        value = (value ^ (value >> 33)) * 0xC4CEB9FE1A85EC53;
        return value ^ (value >> 33);
    }
}
