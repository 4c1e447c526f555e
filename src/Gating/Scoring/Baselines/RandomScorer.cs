using MoECollab.Gating.Numerics;
using MoECollab.Inputs;

namespace MoECollab.Gating.Scoring.Baselines;

/// <summary><c>random</c>: normal scores drawn from the request's seed and the input's row: the control that every gate must beat (SMoE-Dropout, Duo-LLM). Equal requests are scored equally; takes no options.</summary>
internal sealed class RandomScorer : IScorer
{
    public InputNeeds Needs => InputNeeds.None;

    public IReadOnlyList<string> TrainedFor => [];

    public long ParameterCount => 0;

    public ScoreTable Score(RoutingRequest request)
    {
        var table = new ScoreTable(request.Inputs.Count, request.Experts.Experts.Count);
        for (var row = 0; row < table.Rows; row++)
        {
            var noise = new SeededNoise(request.Seed, row);
            foreach (ref var score in table.Row(row))
                score = noise.Normal();
        }

        return table;
    }

    public long MultiplyAdds(RawInput input, ExpertSnapshot experts) => 0;

    public void Dispose()
    {
    }
}
