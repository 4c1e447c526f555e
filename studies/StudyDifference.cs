namespace MoECollab.Studies;

/// <summary>One system against another on the same rows, with the 95 % interval of a paired bootstrap.</summary>
/// <param name="Name">The figure's name; its ends are figures too, <c>name.lower</c> and <c>name.upper</c>.</param>
/// <param name="Text">Both systems and the measure, in words.</param>
/// <param name="Difference">First minus second.</param>
/// <param name="Lower">Lower end.</param>
/// <param name="Upper">Upper end.</param>
public sealed record StudyDifference(string Name, string Text, double Difference, double Lower, double Upper);
