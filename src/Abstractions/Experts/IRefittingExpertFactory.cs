using MoECollab.Training;

namespace MoECollab.Experts;

/// <summary>An expert that can be fitted once more, with all that its training chose, when the examples it was chosen and calibrated on may be fitted as well.</summary>
public interface IRefittingExpertFactory : ISelfTrainingExpertFactory
{
    /// <summary>Fits again and writes the weights below <see cref="TrainingRun.OutputFolder"/>; nothing is chosen and nothing calibrated.</summary>
    /// <param name="training">All examples, and no validation examples; the options are those of the finished package beside those of its training.</param>
    /// <returns>False where this expert's kind of model cannot be fitted again: its weights stay as they are then.</returns>
    bool Refit(ExpertTraining training);
}
