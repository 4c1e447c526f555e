using System.Globalization;
using MoECollab.Mixture.Mixing;

namespace MoECollab.Mixture.Answering;

/// <summary>Names answers: the caller's trace id where there is one; otherwise one that follows from what determines the answer, so that equal calls give equal bytes.</summary>
internal static class TraceIds
{
    private const ulong Prime = 0x100000001B3;
    private const ulong FirstOffset = 0xCBF29CE484222325;
    private const ulong SecondOffset = 0x84222325CBF29CE4;

    public static string Of(MixtureRequest request, long snapshotVersion, string text, (int Row, int Rows) place)
    {
        if (request.TraceId is { } given)
            return place.Rows == 1 ? given : string.Create(CultureInfo.InvariantCulture, $"{given}-{place.Row}");

        var (first, second) = (FirstOffset, SecondOffset);
        foreach (var unit in text)
        {
            first = (first ^ unit) * Prime;
            second = ((second ^ unit) * Prime) + 1;
        }

        var context = (ulong)request.Seed ^ ((ulong)snapshotVersion << 32) ^ ((ulong)place.Row << 48);
        return string.Create(CultureInfo.InvariantCulture, $"{Finished(first ^ context):x16}{Finished(second + context):x16}");
    }

    private static ulong Finished(ulong value)
    {
        value = (value ^ (value >> 33)) * 0xFF51AFD7ED558CCD;
        value = (value ^ (value >> 33)) * 0xC4CEB9FE1A85EC53;
        return value ^ (value >> 33);
    }
}
