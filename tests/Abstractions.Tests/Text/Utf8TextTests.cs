using System.Text;
using MoECollab.Text;

namespace MoECollab.Abstractions.Tests.Text;

/// <summary>A text gives the same n-grams as a string and in UTF-8, whatever its script, also where it is broken.</summary>
public sealed class Utf8TextTests
{
    private static readonly NGramScheme[] Schemes =
    [
        new() { Buckets = 1 << 30 },
        new() { WordNGrams = 3, LeadTokens = 4, ShapeTokens = 9, CharMin = 1, CharMax = 5, CharactersWithin = CharacterSpan.Chunk, Buckets = 1 << 22, Punctuation = Punctuation.Token },
    ];

    // Beginnings of scripts, marks and planes, and what lies at the borders of encodings.
    private static readonly int[] Borders =
    [
        0x00, 0x20, 0x41, 0x7F, 0x80, 0xA0, 0xAD, 0xDF, 0x0130, 0x0131, 0x0301, 0x0391, 0x0410, 0x05D0, 0x0627, 0x064B, 0x07FF, 0x0800, 0x0915, 0x0E01, 0x10D0,
        0x1100, 0x1E9E, 0x200D, 0x200F, 0x2028, 0x20AC, 0x3000, 0x3042, 0x4E00, 0xAC00, 0xD7FF, 0xE000, 0xFB01, 0xFEFF, 0xFFFD, 0xFFFF, 0x10000, 0x10400, 0x1F600, 0x20000, 0xE0001, 0x10FFFF,
    ];

    [Theory]
    [InlineData("The quick brown fox, v2.0: don't stop!")]
    [InlineData("Größe Straße ΣΟΦΌΣ Ёлка Привет мир")]
    [InlineData("İstanbul ISPARTA ırmak")]
    [InlineData("e\u0301te\u0301 été a\u0308\u0323\u0301")]
    [InlineData("ﬁnal oﬃce ĳs ǆ ǅ Ǆ")]
    [InlineData("שָׁלוֹם עולם \u200Fمرحبا بالعالم\u200E ١٢٣")]
    [InlineData("漢字かな交じり文 カタカナ 한국어 문장")]
    [InlineData("สวัสดีชาวโลก नमस्ते दुनिया བོད་ཡིག ជំរាបសួរ")]
    [InlineData("👍🏽 👨‍👩‍👧‍👦 🇩🇪 ☂️ 😀go")]
    [InlineData("𝒳 𐐀𐐨 𠀀𪛖 \U000E0001")]
    [InlineData("soft\u00ADhyphen zero\u200Bwidth no\u00A0break \uFEFFmark")]
    public void Text_of_any_script_gives_the_same_n_grams_in_utf_8(string text)
    {
        Assert.All(Schemes, scheme => AssertSame(text, scheme));
    }

    [Fact]
    public void Lone_surrogates_give_the_same_n_grams_as_what_utf_8_leaves_of_them()
    {
        const string text = "ab é 漢 😀 cd";

        for (var at = 0; at <= text.Length; at++)
        {
            foreach (var broken in (string[])["\uD83D", "\uDE00", "\uDE00\uD83D", "\uD83D\uD83D"])
                Assert.All(Schemes, scheme => AssertSame(text.Insert(at, broken), scheme));
        }
    }

    [Fact]
    public void Broken_utf_8_gives_the_n_grams_of_the_string_that_it_decodes_to()
    {
        byte[][] broken =
        [
            [0x80], [0xBF, 0xBF], [0xC0, 0xAF], [0xC3], [0xE2, 0x82], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFF],
        ];
        var text = "ab é 漢 😀 cd"u8.ToArray();

        foreach (var octets in broken)
        {
            // At every octet, so within sequences as well.
            for (var at = 0; at <= text.Length; at++)
                Assert.All(Schemes, scheme => AssertDecodes([.. text[..at], .. octets, .. text[at..]], scheme));
        }
    }

    [Fact]
    public void Any_string_gives_the_same_n_grams_in_utf_8()
    {
        var random = new Random(20);
        for (var round = 0; round < 2000; round++)
            Assert.All(Schemes, scheme => AssertSame(Draw(random), scheme));
    }

    [Fact]
    public void Any_octets_give_the_n_grams_of_the_string_that_they_decode_to()
    {
        var random = new Random(21);
        for (var round = 0; round < 2000; round++)
        {
            // Half of them octets at random, half a text with a few octets changed.
            var octets = random.Next(2) == 0 ? new byte[random.Next(40)] : Encoding.UTF8.GetBytes(Draw(random));
            if (round % 2 == 0)
                random.NextBytes(octets);
            for (var change = 0; change < Math.Min(3, octets.Length); change++)
                octets[random.Next(octets.Length)] = (byte)random.Next(256);
            Assert.All(Schemes, scheme => AssertDecodes(octets, scheme));
        }
    }

    [Fact]
    public void Utf_8_allocates_nothing_once_warm()
    {
        var extractor = new NGramExtractor(Schemes[1]);
        var text = "allocation free extraction of n-grams, with Ünïcode, 漢字 and \xF0\x9F"u8.ToArray();
        extractor.Extract(text);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            extractor.Extract(text);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void AssertSame(string text, NGramScheme scheme) =>
        Assert.Equal(new NGramExtractor(scheme).Extract(text).ToArray(), new NGramExtractor(scheme).Extract(Encoding.UTF8.GetBytes(text)).ToArray());

    private static void AssertDecodes(byte[] octets, NGramScheme scheme) =>
        Assert.Equal(new NGramExtractor(scheme).Extract(Encoding.UTF8.GetString(octets)).ToArray(), new NGramExtractor(scheme).Extract(octets).ToArray());

    /// <summary>Code points near the borders, now and then half of a surrogate pair.</summary>
    private static string Draw(Random random)
    {
        var text = new StringBuilder();
        for (var left = random.Next(30); left > 0; left--)
        {
            var point = Math.Clamp(Borders[random.Next(Borders.Length)] + random.Next(-2, 40), 0, 0x10FFFF);
            if (random.Next(12) == 0)
                text.Append((char)random.Next(0xD800, 0xE000));
            else if (Rune.IsValid(point))
                text.Append(new Rune(point));
            else
                text.Append(' ');
        }

        return text.ToString();
    }
}
