namespace MoECollab.Training.Reports.Charts;

/// <summary>How much a point stands out.</summary>
public enum PointWeight
{
    /// <summary>As the others.</summary>
    Plain,

    /// <summary>Larger, ringed, its name in bold.</summary>
    Strong,
}
