namespace MoECollab.Errors;

/// <summary>
/// The world failed: a file, a package, a device. The message says what was found, what was expected and how to mend it;
/// <see cref="Code"/> is stable and may be matched by scripts.
/// </summary>
public class MoECollabException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">Stable, lower-case, words joined by hyphens, for example <c>encoder-mismatch</c>.</param>
    /// <param name="message">What was found, what was expected, how to mend it.</param>
    /// <param name="inner">What caused it, if anything did.</param>
    public MoECollabException(string code, string message, Exception? inner = null)
        : base(message, inner) => Code = code;

    /// <summary>Stable, lower-case, words joined by hyphens.</summary>
    public string Code { get; }
}
