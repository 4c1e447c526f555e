using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using MoECollab.Text;

namespace MoECollab.NGram.Tests.Reading;

public sealed class CharacterHashesTests
{
    [Fact]
    public void Eight_beginnings_at_once_give_the_ids_of_one_after_another()
    {
        if (!Avx512DQ.IsSupported || !Vector512.IsHardwareAccelerated)
            Assert.Skip("This processor has no 512-bit products of 64-bit numbers.");
        var random = new Random(1);

        for (var round = 0; round < 3000; round++)
        {
            var (length, shortest) = (random.Next(40), random.Next(1, 17));
            var longest = Math.Min(16, shortest + random.Next(4));
            int[] points = [.. Enumerable.Range(0, length + CharacterHashes.Padding).Select(_ => random.Next(0x110002))];
            var together = new int[(length * 4) + CharacterHashes.Slack];
            var apart = new int[length * 4];

            var count = CharacterHashes.WriteTogether(points, length, shortest, longest, 42, together);

            Assert.Equal(CharacterHashes.WriteOneByOne(points.AsSpan(0, length), shortest, longest, 42, apart), count);
            Assert.Equal(apart[..count], together[..count]);
        }
    }
}
