using MoECollab.Text;

namespace MoECollab.NGram.Tests.Reading;

public sealed class BucketRowsTests
{
    [Theory]
    [InlineData(2, 1)]
    [InlineData(16, 16)]
    [InlineData(64, 0)]
    [InlineData(1 << 10, 300)]
    [InlineData(1 << 18, 20_000)]
    public void Every_bucket_has_its_row_in_either_form(int buckets, int known)
    {
        var random = new Random(1);
        var ids = Enumerable.Range(0, buckets).ToArray();
        random.Shuffle(ids);
        int[] ascending = [.. ids[..known].Order()];
        var ranked = new RankedBuckets(ascending, buckets);
        var hashed = new HashedBuckets(ascending);
        int[] rows = new int[buckets], theirs = new int[buckets];

        ranked.Find(ids, rows);
        hashed.Find(ids, theirs);

        int[] expected = [.. ids.Select(id => Math.Max(-1, Array.BinarySearch(ascending, id)))];
        Assert.Equal(expected, rows);
        Assert.Equal(expected, theirs);
        Assert.Equal(expected, ids.Select(ranked.Find));
        Assert.Equal(expected, ids.Select(hashed.Find));
    }

    [Fact]
    public void A_vocabulary_finds_no_row_for_what_is_no_bucket()
    {
        var scheme = new NGramScheme { Buckets = 64 };
        int[] all = [.. Enumerable.Range(0, 64)];
        var vocabulary = new NGramVocabulary(scheme, new NGramWeighting(), all, all.Select(_ => 1f).ToArray());

        Assert.Equal([-1, 0, 63, -1], new[] { -1, 0, 63, 64 }.Select(vocabulary.Find));
    }
}
