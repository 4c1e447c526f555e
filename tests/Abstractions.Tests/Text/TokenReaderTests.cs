using MoECollab.Text;

namespace MoECollab.Abstractions.Tests.Text;

public sealed class TokenReaderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" \t\n ", "")]
    [InlineData("The Quick-Fox", "the|quick|-|fox")]
    [InlineData("c++ v2.0 don't", "c|+|+|v2|.|0|don|'|t")]
    [InlineData("snake_case", "snake_case")]
    [InlineData("ÄÖÜ Straße ΣΟΦΌΣ", "äöü|straße|σοφόσ")]
    [InlineData("e\u0301te\u0301", "e\u0301te\u0301")]
    [InlineData("漢字 kana カナ", "漢|字|kana|カ|ナ")]
    [InlineData("abc漢", "abc|漢")]
    [InlineData("go😀go", "go|😀|go")]
    [InlineData("soft\u00ADhyphen", "softhyphen")]
    [InlineData("नमस्ते दुनिया", "नमस्ते|दुनिया")]
    [InlineData("İstanbul IRMAK ırmak", "İstanbul|irmak|ırmak")]   // one code point each, whatever the language
    [InlineData("ﬁnal ﬀ ẞ ß", "ﬁnal|ﬀ|ß|ß")]                       // ligatures are letters of their own
    [InlineData("É E\u0301", "é|e\u0301")]                         // composed or not: two words
    [InlineData("Привет, ΜΊΑ", "привет|,|μία")]
    [InlineData("שָׁלוֹם \u200Fمرحبا ١٢٣", "שָׁלוֹם|مرحبا|١٢٣")]
    [InlineData("👍🏽👨\u200D👧", "👍|🏽|👨|👧")]
    [InlineData("สวัสดี", "ส|ว|ั|ส|ด|ี")]
    [InlineData("한국어 문장", "한국어|문장")]
    [InlineData("𐐀𐐨 x²", "𐐨𐐨|x²")]
    [InlineData("a\u00A0b\u3000c\u2028d\u200Be", "a|b|c|de")]
    public void Reader_gives_the_tokens_of_any_script(string text, string expected)
    {
        Assert.Equal(expected, string.Join('|', Tokens(text)));
    }

    [Fact]
    public void Reader_takes_a_broken_surrogate_for_a_space()
    {
        // Not a theory: attributes are stored as UTF-8, which would mend the strings.
        string[] broken = ["ab\uD83Dcd", "ab\uDE00cd", "ab\uDE00\uD83Dcd\uD83D", "ab\uFFFDcd"];

        Assert.All(broken, text => Assert.Equal(["ab", "cd"], Tokens(text)));
    }

    [Fact]
    public void Reader_keeps_the_beginning_of_a_long_word_and_hashes_all_of_it()
    {
        Span<int> kept = stackalloc int[TokenReader.KeptCodePoints];
        var reader = new TokenReader(new string('a', 100) + " " + new string('a', 101), kept);

        Assert.True(reader.Read());
        var (length, hash) = (reader.Length, reader.Hash);
        Assert.True(reader.Read());

        Assert.Equal(100, length);
        Assert.Equal(TokenReader.KeptCodePoints, reader.CodePoints.Length);
        Assert.NotEqual(hash, reader.Hash);
    }

    [Fact]
    public void Reader_refuses_too_little_room()
    {
        var fault = Assert.Throws<ArgumentException>(() => new TokenReader("text", new int[8]));

        Assert.Contains("8 code points; expected at least 64", fault.Message, StringComparison.Ordinal);
    }

    private static List<string> Tokens(string text)
    {
        var tokens = new List<string>();
        Span<int> kept = stackalloc int[TokenReader.KeptCodePoints];
        var reader = new TokenReader(text, kept);
        while (reader.Read())
            tokens.Add(string.Concat(reader.CodePoints.ToArray().Select(char.ConvertFromUtf32)));
        return tokens;
    }
}
