using MoECollab.Gating;
using MoECollab.Inputs;
using MoECollab.Training.Fitting;

namespace MoECollab.Training.Gates.Trial;

/// <summary>A gate's own choices, dealt out to the inputs at random: equal cost and equal load, and nothing known of the input.</summary>
internal sealed class DealtGate : IGate
{
    private readonly Dictionary<RawInput, Decision> _dealt = new(ReferenceEqualityComparer.Instance);

    /// <summary>Deals.</summary>
    /// <param name="inputs">The inputs it will be asked about.</param>
    /// <param name="decisions">What the other gate decided for them.</param>
    /// <param name="seed">Source of the order.</param>
    public DealtGate(IReadOnlyList<RawInput> inputs, IReadOnlyList<Decision> decisions, long seed)
    {
        var order = new SeededStream(seed).Order(inputs.Count);
        for (var i = 0; i < order.Length; i++) _dealt[inputs[i]] = decisions[order[i]];
    }

    public string Id => "dealt";

    public string Version => "1.0.0";

    public InputNeeds Needs => InputNeeds.None;

    public IReadOnlyList<Decision> Decide(RoutingRequest request) => [.. request.Inputs.Select(input => _dealt[input])];

    public void Dispose()
    {
    }
}
