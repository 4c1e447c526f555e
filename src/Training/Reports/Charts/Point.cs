namespace MoECollab.Training.Reports.Charts;

/// <summary>One labelled point.</summary>
/// <param name="Label">Its name.</param>
/// <param name="X">Across.</param>
/// <param name="Y">Upwards.</param>
/// <param name="Series">Colour, from 0.</param>
/// <param name="Weight">Whether it is what the picture is about.</param>
public sealed record Point(string Label, double X, double Y, int Series = 0, PointWeight Weight = PointWeight.Plain);
