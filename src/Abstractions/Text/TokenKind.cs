namespace MoECollab.Text;

/// <summary>What a token read by <see cref="TokenReader"/> is made of.</summary>
public enum TokenKind
{
    /// <summary>A run of letters, digits, combining marks and underscores; in scripts written without spaces, one code point.</summary>
    Word,

    /// <summary>One punctuation mark or symbol (an emoji is a symbol).</summary>
    Symbol,
}
