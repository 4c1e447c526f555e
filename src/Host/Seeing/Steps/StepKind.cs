namespace MoECollab.Host.Seeing.Steps;

internal enum StepKind
{
    Encode,
    Gate,
    Expert,
}
