namespace MoECollab.Training.Tests.Synthetic;

internal sealed class InterruptedTrainingException : Exception;
