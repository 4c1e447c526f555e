using MoECollab.Text;

namespace MoECollab.Abstractions.Tests.Text;

public sealed class NGramSchemeTests
{
    public static TheoryData<NGramScheme, string> Schemes => new()
    {
        { new NGramScheme(), "ngram1-w2-c0-0-b18-d" },
        { new NGramScheme { WordNGrams = 3, CharMin = 2, CharMax = 5, Buckets = 1 << 30, Punctuation = Punctuation.Token }, "ngram1-w3-c2-5-b30-t" },
        { new NGramScheme { LeadTokens = 16 }, "ngram1-w2-c0-0-b18-d-l16" },
        { new NGramScheme { ShapeTokens = 24 }, "ngram1-w2-c0-0-b18-d-s24" },
        { new NGramScheme { LeadTokens = 4, ShapeTokens = 8 }, "ngram1-w2-c0-0-b18-d-l4-s8" },
        { new NGramScheme { CharMax = 5, CharactersWithin = CharacterSpan.Chunk }, "ngram1-w2-x3-5-b18-d" },
    };

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Fingerprint_names_the_scheme_and_reads_back(NGramScheme scheme, string fingerprint)
    {
        Assert.Equal(fingerprint, scheme.Fingerprint);
        Assert.Equal(scheme, NGramScheme.Parse(fingerprint));
    }

    [Theory]
    [InlineData("")]
    [InlineData("bpe")]
    [InlineData("ngram2-w2-c0-0-b18-d")]
    [InlineData("ngram1-w9-c0-0-b18-d")]
    [InlineData("ngram1-w2-c0-0-b31-d")]
    [InlineData("ngram1-w2-c0-0-b0-d")]
    public void Parse_refuses_what_is_no_scheme_of_this_version(string fingerprint)
    {
        Assert.Throws<FormatException>(() => NGramScheme.Parse(fingerprint));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void Buckets_have_to_be_a_power_of_two(int buckets)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new NGramScheme { Buckets = buckets });
    }
}
