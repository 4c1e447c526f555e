namespace MoECollab.Training.Data;

/// <summary>The part of a data set that a row belongs to.</summary>
public enum Split
{
    /// <summary>What is learned from.</summary>
    Train,

    /// <summary>What choices are made on: stopping, calibration, tuning.</summary>
    Dev,

    /// <summary>What is only reported on.</summary>
    Test,
}
