namespace MoECollab.Training.Data;

/// <summary>What is odd about data that can still be used.</summary>
public enum DataWarningKind
{
    /// <summary>A class has a single training example.</summary>
    SingleExampleClass,

    /// <summary>Two labels differ only in case or white space.</summary>
    SimilarLabels,

    /// <summary>The same text is in two parts of the split.</summary>
    OverlappingSplit,

    /// <summary>A label of the validation or test part has no training example.</summary>
    UnseenLabel,

    /// <summary>A domain has few training rows.</summary>
    SmallDomain,

    /// <summary>A sub-folder holds no training file and is not a domain.</summary>
    IgnoredFolder,
}
