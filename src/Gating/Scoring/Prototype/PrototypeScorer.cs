using System.Runtime.CompilerServices;
using MoECollab.Errors;
using MoECollab.Gating.Numerics;
using MoECollab.Gating.OnDevice;
using MoECollab.Inputs;
using static TorchSharp.torch;

namespace MoECollab.Gating.Scoring.Prototype;

/// <summary>
/// Scores experts by the routing keys they ship, z_i = s · max_k sim(h, c_ik): needs no training, and experts come and go with their keys
/// (RouterRetriever, arXiv 2409.02685). Experts without a key are masked and listed as cold.
/// </summary>
internal sealed class PrototypeScorer(int hiddenSize, KeySimilarity similarity, float scale) : IRowsScorer, IDeviceScorer
{
    private readonly ConditionalWeakTable<ExpertSnapshot, PrototypeKeys> _keys = [];

    public InputNeeds Needs => InputNeeds.Hidden;

    public IReadOnlyList<string> TrainedFor => [];

    public long ParameterCount => 0;

    public ScoreTable Score(RoutingRequest request)
    {
        var hidden = HostMemory.Read(request.Hidden ?? throw new MoECollabException(
            "hidden-missing", "Prototype routing was asked without hidden vectors; expected [B, d] from the shared encoder. Give the request its Hidden."));
        var table = new ScoreTable(request.Inputs.Count, request.Experts.Experts.Count) { Cold = Keyless(request.Experts) };
        for (var row = 0; row < table.Rows; row++)
            Fill(hidden.AsSpan(row * hiddenSize, hiddenSize), request.Experts, table.Row(row));
        return table;
    }

    public IReadOnlyList<int> ScoreRows(RoutingRequest request, ReadOnlySpan<float> hidden, RowScores scores)
    {
        for (var row = 0; row < request.Inputs.Count; row++)
            Fill(hidden.Slice(row * hiddenSize, hiddenSize), request.Experts, scores.Row(row).Span);
        return Keyless(request.Experts);
    }

    public IReadOnlyList<int> Score(ReadOnlySpan<char> text, ReadOnlySpan<float> hidden, ExpertSnapshot experts, Span<float> scores)
    {
        Fill(hidden, experts, scores);
        return Keyless(experts);
    }

    public IDeviceScores? OnDevice(ExpertSnapshot experts, Device device) => KeysOf(experts).OnDevice(experts, scale, Keyless(experts), device);

    public long MultiplyAdds(RawInput input, ExpertSnapshot experts) => KeysOf(experts).MultiplyAdds;

    public void Dispose()
    {
    }

    private static int[] Keyless(ExpertSnapshot experts)
    {
        var without = 0;
        foreach (var expert in experts.Experts)
            without += expert.RoutingKeys.Count == 0 ? 1 : 0;
        return without == 0 ? [] : [.. Enumerable.Range(0, experts.Experts.Count).Where(position => experts.Experts[position].RoutingKeys.Count == 0)];
    }

    private void Fill(ReadOnlySpan<float> hidden, ExpertSnapshot experts, Span<float> scores)
    {
        KeysOf(experts).Similarities(hidden, scores);
        for (var position = 0; position < scores.Length; position++)
            scores[position] *= scale;
    }

    private PrototypeKeys KeysOf(ExpertSnapshot experts) => _keys.GetValue(experts, set => new PrototypeKeys(set, hiddenSize, similarity));
}
