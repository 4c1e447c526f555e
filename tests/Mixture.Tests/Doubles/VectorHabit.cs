namespace MoECollab.Mixture.Tests.Doubles;

/// <summary>How an expert hands its vectors over.</summary>
internal enum VectorHabit
{
    Plain,
    Transposed,
    Doubles,
    NaNInFirstRow,
    Throws,
    GivesUp,
    ReturnsItsInput,
    ReturnsAViewOfItsInput,
    ChangesItsInput,
    DisposesItsInput,
    WrongShape,
}
