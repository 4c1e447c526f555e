namespace MoECollab.Text;

/// <summary>What becomes of punctuation and symbols between words.</summary>
public enum Punctuation
{
    /// <summary>They part words and leave nothing behind.</summary>
    Dropped,

    /// <summary>Each is a token of its own, as a word is: <c>c++</c> gives <c>c</c>, <c>+</c>, <c>+</c>.</summary>
    Token,
}
