namespace MoECollab.Training.Data;

/// <summary>What a data set is read for.</summary>
public enum DataUse
{
    /// <summary>Training: train, dev and test parts are read and checked.</summary>
    Training,

    /// <summary>Evaluation: only the test part is read; a single file is all test.</summary>
    Evaluation,
}
