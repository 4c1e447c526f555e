namespace MoECollab.Studies;

/// <summary>How much of a study is done.</summary>
public enum StudyScale
{
    /// <summary>All rows, three seeds or more: the only one whose figures may be quoted.</summary>
    Full,

    /// <summary>A fixed tenth of the training rows and one seed: shows that everything runs.</summary>
    Quick,
}
