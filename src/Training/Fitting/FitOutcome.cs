namespace MoECollab.Training.Fitting;

/// <summary>How a training by gradients ended; the modules hold the weights of the best epoch.</summary>
/// <param name="Epochs">Epochs that were run, resumed ones included.</param>
/// <param name="BestEpoch">The epoch, counted from 1, whose weights were kept.</param>
/// <param name="BestLoss">Its loss in nats: on validation where there is any, on training otherwise.</param>
/// <param name="Resumed">Whether a checkpoint was continued.</param>
internal sealed record FitOutcome(int Epochs, int BestEpoch, double BestLoss, bool Resumed);
