using MoECollab.Text;

namespace MoECollab.Abstractions.Tests.Text;

public sealed class NGramExtractorTests
{
    private static readonly NGramScheme Wide = new() { Buckets = 1 << 30 };

    [Fact]
    public void Ids_of_a_text_never_change()
    {
        var ids = new NGramExtractor(new NGramScheme { CharMin = 3, CharMax = 4, Buckets = 1 << 20 }).Extract("Free software").ToArray();

        // Written down once: a change here means that weights trained before are lost, and NGramScheme.Version has to rise.
        Assert.Equal([289215, 426407, 99664, 112508, 176206], ids.Take(5));
        Assert.Equal((3 + 7 + 15, 11540843L), (ids.Length, ids.Sum(id => (long)id)));
    }

    [Theory]
    [InlineData("one", 1)]
    [InlineData("one two", 3)]
    [InlineData("one two three", 6)]
    [InlineData("one two three four", 9)]
    [InlineData("", 0)]
    public void Extract_gives_every_word_n_gram_up_to_the_longest(string text, int expected)
    {
        var extractor = new NGramExtractor(Wide with { WordNGrams = 3 });

        var ids = extractor.Extract(text).ToArray();

        Assert.Equal(expected, ids.Length);
        Assert.Equal(expected, ids.Distinct().Count());
    }

    [Fact]
    public void Extract_gives_every_character_n_gram_within_the_marks_of_a_word()
    {
        var extractor = new NGramExtractor(Wide with { WordNGrams = 0, CharMin = 2, CharMax = 3 });

        var ids = extractor.Extract("cat").ToArray();

        Assert.Equal(7, ids.Distinct().Count());   // <c <ca ca cat at at> t>
        Assert.Equal(7, extractor.CharacterIds.Length);
        Assert.True(extractor.WordIds.IsEmpty);
    }

    [Theory]
    [InlineData("c#", 5)]          // <c c# #> <c# c#>
    [InlineData("c #", 6)]         // <c c> <c> <# #> <#>
    [InlineData(" C#\t", 5)]
    [InlineData("", 0)]
    public void Extract_gives_the_character_n_grams_of_what_white_space_parts(string text, int expected)
    {
        var extractor = new NGramExtractor(Wide with { WordNGrams = 0, CharMin = 2, CharMax = 3, CharactersWithin = CharacterSpan.Chunk });

        var ids = extractor.Extract(text).ToArray();

        Assert.Equal(expected, ids.Distinct().Count());
        Assert.Equal(expected, extractor.CharacterIds.Length);
    }

    [Fact]
    public void Extract_reads_a_word_alike_within_words_and_within_chunks()
    {
        var words = new NGramExtractor(Wide with { CharMax = 5 });
        var chunks = new NGramExtractor(Wide with { CharMax = 5, CharactersWithin = CharacterSpan.Chunk });

        Assert.Equal(words.Extract("plain words only").ToArray(), chunks.Extract("plain words only").ToArray());
        Assert.NotEqual(words.Extract("don't").ToArray(), chunks.Extract("don't").ToArray());
    }

    [Fact]
    public void Extract_reads_a_chunk_without_end_in_pieces()
    {
        var extractor = new NGramExtractor(Wide with { WordNGrams = 0, CharMin = 2, CharMax = 2, CharactersWithin = CharacterSpan.Chunk });

        extractor.Extract(string.Concat(Enumerable.Repeat("ab-", 100_000)));

        Assert.InRange(extractor.CharacterIds.Length, 300_000, 303_000);
    }

    [Fact]
    public void Extract_puts_words_before_characters()
    {
        var words = new NGramExtractor(Wide).Extract("the cat sat").ToArray();
        var characters = new NGramExtractor(Wide with { WordNGrams = 0, CharMin = 3, CharMax = 5 }).Extract("the cat sat").ToArray();
        var both = new NGramExtractor(Wide with { CharMin = 3, CharMax = 5 });

        both.Extract("the cat sat");

        Assert.Equal(words, both.WordIds.ToArray());
        Assert.Equal(characters, both.CharacterIds.ToArray());
        Assert.Equal([.. words, .. characters], both.Ids.ToArray());
    }

    [Fact]
    public void Extract_gives_the_first_tokens_ids_of_their_own_as_well()
    {
        var extractor = new NGramExtractor(Wide with { LeadTokens = 2 });

        var ids = extractor.Extract("the cat sat").ToArray();

        Assert.Equal(5 + 3, ids.Distinct().Count());   // the cat sat the-cat cat-sat, and once more the cat the-cat
        Assert.Equal(3, extractor.LeadIds.Length);
        Assert.Equal(extractor.LeadIds.ToArray(), new NGramExtractor(Wide with { LeadTokens = 9 }).Extract("The cat")[3..].ToArray());
    }

    [Theory]
    [InlineData("Paris, 1999", "London, 5", true)]
    [InlineData("a\u00ADb", "c", true)]      // a soft hyphen is no character
    [InlineData("ÄRGER über", "SO fern", true)]
    [InlineData("a\ud800b", "x y", true)]    // half a pair parts words
    [InlineData("paris, 1999", "Paris, 1999", false)]
    [InlineData("U.S. law", "us law", false)]
    [InlineData("one two", "one  two three", false)]
    public void Shapes_are_equal_for_texts_that_look_alike(string one, string other, bool alike)
    {
        int[] Shapes(string text)
        {
            var extractor = new NGramExtractor(Wide with { WordNGrams = 0, CharMin = 1, CharMax = 1, ShapeTokens = 3 });
            extractor.Extract(text);
            return extractor.WordIds.ToArray();
        }

        Assert.Equal(alike, Shapes(one).SequenceEqual(Shapes(other)));
    }

    [Fact]
    public void Shapes_are_read_of_so_many_chunks_and_stand_behind_the_words()
    {
        var extractor = new NGramExtractor(Wide with { ShapeTokens = 2 });

        var words = new NGramExtractor(Wide).Extract("The cat Sat").ToArray();
        extractor.Extract("The cat Sat");

        Assert.Equal(words, extractor.WordIds[..words.Length].ToArray());
        Assert.Equal(2 * 2, extractor.WordIds.Length - words.Length);   // each alone, and with the one before it
    }

    [Fact]
    public void Word_order_tells_bigrams_apart()
    {
        var extractor = new NGramExtractor(Wide);

        var there = extractor.Extract("man bites dog").ToArray();
        var back = extractor.Extract("dog bites man").ToArray();

        Assert.Equal(3, there.Intersect(back).Count());
    }

    [Fact]
    public void Case_and_spacing_do_not_matter_but_punctuation_may()
    {
        var without = new NGramExtractor(Wide);
        var with = new NGramExtractor(Wide with { Punctuation = Punctuation.Token });

        Assert.Equal(without.Extract("free software").ToArray(), without.Extract("  FREE,\nSoftware! ").ToArray());
        Assert.Equal(2 + 1 + 4, with.Extract("free, software!").Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(18)]
    [InlineData(30)]
    public void Ids_stay_below_the_number_of_buckets(int bits)
    {
        var extractor = new NGramExtractor(new NGramScheme { Buckets = 1 << bits, CharMax = 6 });

        var ids = extractor.Extract("Any text, in ANY script: Ünïcode, 漢字, 😀, \uD800 and numbers 1234567890").ToArray();

        Assert.NotEmpty(ids);
        Assert.All(ids, id => Assert.InRange(id, 0, (1 << bits) - 1));
    }

    [Fact]
    public void Ids_spread_evenly_over_the_buckets()
    {
        var extractor = new NGramExtractor(new NGramScheme { WordNGrams = 1, Buckets = 64 });
        var counts = new int[64];

        foreach (var id in extractor.Extract(string.Join(' ', Enumerable.Range(0, 64_000))))
            counts[id]++;

        // 1000 expected in each with a standard deviation of 31.4: six of these are allowed.
        Assert.All(counts, count => Assert.InRange(count, 812, 1188));
    }

    [Fact]
    public void Extract_reads_a_million_characters()
    {
        var extractor = new NGramExtractor(Wide with { CharMin = 3, CharMax = 5 });

        var oneWord = extractor.Extract(new string('a', 1_000_000)).Length;
        var manyWords = extractor.Extract(string.Concat(Enumerable.Repeat("abcd ", 200_000))).Length;

        Assert.Equal(1 + 63 + 62 + 61, oneWord);   // 64 code points and the opening mark
        Assert.Equal((2 * 200_000) - 1 + (200_000 * (4 + 3 + 2)), manyWords);
    }

    [Fact]
    public void Extract_allocates_nothing_once_warm()
    {
        var extractor = new NGramExtractor(Wide with { CharMin = 3, CharMax = 5 });
        const string text = "allocation free extraction of n-grams, with Ünïcode and 漢字";
        extractor.Extract(text);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            extractor.Extract(text);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Extractor_refuses_a_scheme_without_n_grams()
    {
        Assert.Throws<ArgumentException>(() => new NGramExtractor(Wide with { WordNGrams = 0 }));
        Assert.Throws<ArgumentException>(() => new NGramExtractor(Wide with { CharMin = 5, CharMax = 4 }));
    }
}
