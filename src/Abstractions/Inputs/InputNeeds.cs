namespace MoECollab.Inputs;

/// <summary>What a component reads of an input; what nobody needs is not computed.</summary>
[Flags]
public enum InputNeeds
{
    /// <summary>Nothing: a constant.</summary>
    None = 0,

    /// <summary>The encoder's hidden vector.</summary>
    Hidden = 1,

    /// <summary>The raw text.</summary>
    Text = 2,
}
