namespace MoECollab.Host.Seeing.Steps;

/// <summary>One step of answering a batch, as a lane's thread saw it.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Subject">The encoder, gate or expert.</param>
/// <param name="Began">A timestamp.</param>
/// <param name="Ended">A timestamp.</param>
/// <param name="Inputs">Inputs that it was for.</param>
internal readonly record struct Step(StepKind Kind, string Subject, long Began, long Ended, int Inputs);
