using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MoECollab.Text;

/// <summary>The hashes of character n-grams: FNV-1a over code points, spread evenly by the finaliser of MurmurHash3, of which a bucket is the highest bits.</summary>
internal static class CharacterHashes
{
    /// <summary>Code points that may be read behind the last one, whatever stands there.</summary>
    public const int Padding = Lanes + 16;

    /// <summary>Ids that may be written behind the last one.</summary>
    public const int Slack = Orders;

    private const int Lanes = 8;
    private const int Orders = 4;
    private const ulong Seed = 0xC2B2AE3D27D4EB4F;
    private const ulong Prime = 1099511628211;
    private const ulong FirstFactor = 0xFF51AFD7ED558CCD;
    private const ulong SecondFactor = 0xC4CEB9FE1A85EC53;

    /// <summary>Writes the bucket of every n-gram, by where it begins and then by its length.</summary>
    /// <param name="points">The code points, and <see cref="Padding"/> more.</param>
    /// <param name="length">How many they are.</param>
    /// <param name="shortest">Code points of the shortest n-gram.</param>
    /// <param name="longest">Code points of the longest.</param>
    /// <param name="shift">64 less the bits of a bucket.</param>
    /// <param name="ids">Room for all, and <see cref="Slack"/> more.</param>
    /// <returns>How many there are.</returns>
    public static int Write(ReadOnlySpan<int> points, int length, int shortest, int longest, int shift, Span<int> ids) =>
        Avx512DQ.IsSupported && Vector512.IsHardwareAccelerated && longest - shortest < Orders
            ? WriteTogether(points, length, shortest, longest, shift, ids)
            : WriteOneByOne(points[..length], shortest, longest, shift, ids);

    /// <summary>The bucket of a hash.</summary>
    public static int Bucket(ulong hash, int shift)
    {
        hash = (hash ^ (hash >> 33)) * FirstFactor;
        hash = (hash ^ (hash >> 33)) * SecondFactor;
        return (int)((hash ^ (hash >> 33)) >> shift);
    }

    internal static int WriteOneByOne(ReadOnlySpan<int> points, int shortest, int longest, int shift, Span<int> ids)
    {
        var count = 0;
        for (var start = 0; start + shortest <= points.Length; start++)
        {
            var hash = Seed;
            var stop = Math.Min(points.Length, start + longest);
            for (var at = start; at < stop; at++)
            {
                hash = (hash ^ (uint)points[at]) * Prime;
                if (at - start + 1 >= shortest)
                    ids[count++] = Bucket(hash, shift);
            }
        }

        return count;
    }

    /// <summary>
    /// Eight beginnings in a register. Words are short, so lanes run over their end; each beginning writes four ids at once and counts those that are its
    /// own: the others are overwritten by the next.
    /// </summary>
    internal static int WriteTogether(ReadOnlySpan<int> points, int length, int shortest, int longest, int shift, Span<int> ids)
    {
        Span<Vector256<int>> ofOrders = stackalloc Vector256<int>[Orders];
        ref var to = ref MemoryMarshal.GetReference(ids);
        var lengths = longest - shortest + 1;
        var beginnings = length - shortest + 1;
        var count = 0;
        for (var start = 0; start < beginnings; start += Lanes)
        {
            var hash = Vector512.Create(Seed);
            var around = points[start..];
            for (var at = 0; at < longest; at++)
            {
                hash = (hash ^ Widened(around[at..])) * Vector512.Create(Prime);
                if (at + 1 >= shortest)
                    ofOrders[at + 1 - shortest] = Avx512F.ConvertToVector256Int32(Finished(hash) >> shift);
            }

            var (low, high) = (Avx2.UnpackLow(ofOrders[0], ofOrders[1]), Avx2.UnpackHigh(ofOrders[0], ofOrders[1]));
            var (lowest, highest) = (Avx2.UnpackLow(ofOrders[2], ofOrders[3]), Avx2.UnpackHigh(ofOrders[2], ofOrders[3]));
            var first = Avx2.UnpackLow(low.AsInt64(), lowest.AsInt64());
            var second = Avx2.UnpackHigh(low.AsInt64(), lowest.AsInt64());
            var third = Avx2.UnpackLow(high.AsInt64(), highest.AsInt64());
            var fourth = Avx2.UnpackHigh(high.AsInt64(), highest.AsInt64());
            var left = beginnings - start;
            void Put(Vector128<long> its, ref int target, int lane)
            {
                its.AsInt32().StoreUnsafe(ref Unsafe.Add(ref target, count));
                count += Math.Clamp(left - lane, 0, lengths);
            }

            Put(first.GetLower(), ref to, 0);
            Put(second.GetLower(), ref to, 1);
            Put(third.GetLower(), ref to, 2);
            Put(fourth.GetLower(), ref to, 3);
            if (left <= 4)
                continue;
            Put(first.GetUpper(), ref to, 4);
            Put(second.GetUpper(), ref to, 5);
            Put(third.GetUpper(), ref to, 6);
            Put(fourth.GetUpper(), ref to, 7);
        }

        return count;
    }

    private static Vector512<ulong> Widened(ReadOnlySpan<int> points)
    {
        var (low, high) = Vector256.Widen(Vector256.Create(points).AsUInt32());
        return Vector512.Create(low, high);
    }

    private static Vector512<ulong> Finished(Vector512<ulong> hash)
    {
        hash = (hash ^ (hash >> 33)) * Vector512.Create(FirstFactor);
        hash = (hash ^ (hash >> 33)) * Vector512.Create(SecondFactor);
        return hash ^ (hash >> 33);
    }
}
