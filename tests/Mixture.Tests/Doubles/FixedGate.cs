using MoECollab.Gating;
using MoECollab.Inputs;

namespace MoECollab.Mixture.Tests.Doubles;

/// <summary>A gate as a plugin might bring one: decides what a function says, reads texts only.</summary>
internal sealed class FixedGate(Func<string, Decision> decide) : IGate
{
    public string Id => "fixed";

    public string Version => "1.2.3";

    public InputNeeds Needs => InputNeeds.Text;

    public static Decision To(params (string Id, float Weight)[] experts) => new(
        DecisionKind.Route, [.. experts.Select((expert, rank) => new RoutedExpert(expert.Id, "1.0.0", expert.Weight, rank == 0 ? ExpertRole.Primary : ExpertRole.Peer))])
    {
        GateId = "fixed",
        GateVersion = "1.2.3",
    };

    public IReadOnlyList<Decision> Decide(RoutingRequest request) => [.. request.Inputs.Select(input => decide(input.Text))];

    public void Dispose()
    {
    }
}
