namespace MoECollab.Gating;

/// <summary>What an expert is in a decision.</summary>
public enum ExpertRole
{
    /// <summary>The one whose text is taken, and that is named first.</summary>
    Primary,

    /// <summary>Answers as well, with its weight.</summary>
    Peer,
}
