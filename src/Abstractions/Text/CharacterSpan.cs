namespace MoECollab.Text;

/// <summary>What a character n-gram may not cross.</summary>
public enum CharacterSpan
{
    /// <summary>The borders of a word: letters and digits alone.</summary>
    Word,

    /// <summary>White space: words with the marks that are written to them, such as <c>c#</c>, <c>.net</c>, <c>don't</c>.</summary>
    Chunk,
}
