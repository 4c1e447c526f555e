namespace MoECollab.Training.Reports.Html;

/// <summary>How much a row of a table stands out.</summary>
internal enum RowWeight
{
    /// <summary>As the others.</summary>
    Plain,

    /// <summary>What the table is about.</summary>
    Strong,
}
