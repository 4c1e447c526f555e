using MoECollab.Gating;
using MoECollab.Inputs;

namespace MoECollab.Host.Generations;

/// <summary>Sends every input to one expert: the model of an expert's id.</summary>
internal sealed class OnlyGate(ExpertDescriptor expert) : IGate
{
    public string Id => expert.Id;

    public string Version => expert.Version;

    public InputNeeds Needs => InputNeeds.None;

    public IReadOnlyList<Decision> Decide(RoutingRequest request)
    {
        var decision = new Decision(DecisionKind.Route, [new RoutedExpert(expert.Id, expert.Version, 1f, ExpertRole.Primary)])
        {
            GateId = Id,
            GateVersion = Version,
            SnapshotVersion = request.Experts.Version,
            Seed = request.Seed,
        };
        return [.. Enumerable.Repeat(decision, request.Inputs.Count)];
    }

    public void Dispose()
    {
    }
}
