namespace MoECollab.Training.Data;

/// <summary>Why a line of data was left out.</summary>
public enum SkipReason
{
    /// <summary>The line is not one JSON object.</summary>
    BrokenJson,

    /// <summary>The object lacks a field that is asked for.</summary>
    MissingField,

    /// <summary>A field is there but is not a string.</summary>
    WrongType,

    /// <summary>The text is empty or blank.</summary>
    EmptyText,

    /// <summary>The label or the domain is empty or blank.</summary>
    EmptyLabel,

    /// <summary>The bytes are not UTF-8.</summary>
    InvalidUtf8,

    /// <summary>The line is longer than <see cref="ExampleReader.LongestLine"/>.</summary>
    LineTooLong,

    /// <summary>A CSV row has fewer or more columns than the header.</summary>
    WrongColumnCount,

    /// <summary>A row of the training or validation part whose text is in the test part as well.</summary>
    AlsoInTest,

    /// <summary>A row of the training part whose text is in the validation part as well.</summary>
    AlsoInDev,
}
