namespace MoECollab.Training.Losses;

/// <summary>A term of the loss with its signed coefficient.</summary>
/// <param name="Loss">The term.</param>
/// <param name="Coefficient">λ; negative rewards what positive punishes, 0 leaves the term out.</param>
/// <param name="Schedule">How λ changes while training goes on.</param>
public sealed record AuxiliaryTerm(IAuxiliaryLoss Loss, double Coefficient, ISchedule Schedule)
{
    /// <summary>The coefficient at a point of the training.</summary>
    /// <param name="progress">0 to 1.</param>
    public double At(double progress) => Coefficient * Schedule.Factor(progress);
}
