namespace MoECollab.Outputs;

/// <summary>What an expert's answers are. Outputs are combined only within one kind of space.</summary>
public abstract record OutputSpace;
