using MoECollab.Errors;

namespace MoECollab.Training.Data;

/// <summary>Data that nothing can be trained or evaluated on. Thrown before any work has begun.</summary>
public sealed class BadDataException : MoECollabException
{
    /// <summary>States the refusal.</summary>
    /// <param name="code">One of <see cref="BadDataCode"/>.</param>
    /// <param name="found">What is there, with the file and line where there is one.</param>
    /// <param name="expected">What should be there.</param>
    /// <param name="mend">What the user can do.</param>
    public BadDataException(string code, string found, string expected, string mend)
        : base(code, $"Found {found}; expected {expected}. {mend}")
    {
        Found = found;
        Expected = expected;
        Mend = mend;
    }

    /// <summary>What is there.</summary>
    public string Found { get; }

    /// <summary>What should be there.</summary>
    public string Expected { get; }

    /// <summary>What the user can do.</summary>
    public string Mend { get; }
}
