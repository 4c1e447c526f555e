using System.Buffers;
using System.Runtime.CompilerServices;
using MoECollab.Errors;
using MoECollab.Gating.Numerics;
using MoECollab.Gating.OnDevice;
using MoECollab.Gating.Scoring.Cold;
using MoECollab.Inputs;
using MoECollab.Weights;
using static TorchSharp.torch;

namespace MoECollab.Gating.Scoring;

/// <summary>A trained scorer over hidden vectors: a network with one column per expert of <see cref="TrainedFor"/>, met with whatever experts a call has.</summary>
internal sealed class NetworkScorer(string kind, IGateNetwork network, IReadOnlyList<string> trainedFor, int hiddenSize) : ITrainableScorer, IRowsScorer, IDeviceScorer
{
    /// <summary>Where a trained gate keeps its scorer's weights.</summary>
    public const string WeightsPath = "moe/scorer.safetensors";

    private readonly ConditionalWeakTable<ExpertSnapshot, Membership> _memberships = [];
    private volatile IPackedNetwork? _packed;

    public InputNeeds Needs => InputNeeds.Hidden;

    public IReadOnlyList<string> TrainedFor => trainedFor;

    public long ParameterCount => network.ParameterCount;

    public nn.Module Module
    {
        get
        {
            _packed = null; // whoever takes the module may change its weights
            return network.Module;
        }
    }

    public Tensor Logits(RoutingRequest request)
    {
        _packed = null;
        return network.Forward(HiddenOf(request), request);
    }

    public ScoreTable Score(RoutingRequest request)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var hidden = HiddenOf(request);
        var logits = HostMemory.Read(network.Forward(hidden, request)); // [B, M]
        var membership = MembershipOf(request.Experts);
        var vectors = membership.NeedsHidden ? HostMemory.Read(hidden) : []; // [B, d]
        var table = new ScoreTable(request.Inputs.Count, request.Experts.Experts.Count) { Cold = membership.Cold };
        for (var row = 0; row < table.Rows; row++)
        {
            var vector = membership.NeedsHidden ? vectors.AsSpan(row * hiddenSize, hiddenSize) : [];
            membership.Place(logits.AsSpan(row * trainedFor.Count, trainedFor.Count), vector, table.Row(row));
        }

        return table;
    }

    public IReadOnlyList<int> Score(ReadOnlySpan<char> text, ReadOnlySpan<float> hidden, ExpertSnapshot experts, Span<float> scores)
    {
        var membership = MembershipOf(experts);
        var logits = ArrayPool<float>.Shared.Rent(trainedFor.Count);
        try
        {
            var row = logits.AsSpan(0, trainedFor.Count);
            (_packed ??= network.Pack()).Logits(hidden, row);
            membership.Place(row, hidden, scores);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(logits);
        }

        return membership.Cold;
    }

    public IReadOnlyList<int> ScoreRows(RoutingRequest request, ReadOnlySpan<float> hidden, RowScores scores)
    {
        var membership = MembershipOf(request.Experts);
        var rows = request.Inputs.Count;
        var size = rows * trainedFor.Count;
        var rented = ArrayPool<float>.Shared.Rent(size);
        try
        {
            var logits = rented.AsSpan(0, size); // [B, M]
            (_packed ??= network.Pack()).Logits(hidden, logits);
            for (var row = 0; row < rows; row++)
                membership.Place(logits.Slice(row * trainedFor.Count, trainedFor.Count), hidden.Slice(row * hiddenSize, hiddenSize), scores.Row(row).Span);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }

        return membership.Cold;
    }

    public IDeviceScores? OnDevice(ExpertSnapshot experts, Device device)
    {
        var membership = MembershipOf(experts);
        // Cold experts are placed between the others' logits input by input, which sorts: the host does that.
        return membership.NeedsHidden ? null : new NetworkOnDevice(network, membership.ColumnsOr(trainedFor.Count), (membership.Cold, membership.IsIdentity), device);
    }

    public long MultiplyAdds(RawInput input, ExpertSnapshot experts) => network.MultiplyAdds + MembershipOf(experts).MultiplyAdds;

    public void Save(string folder)
    {
        var path = Path.Combine(folder, WeightsPath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        WeightWriter.Write(
            path,
            network.Tensors.Select(tensor => WeightWriter.From(tensor.Name, tensor.Values)),
            new Dictionary<string, string> { ["kind"] = kind });
    }

    public void Dispose() => network.Dispose();

    private Membership MembershipOf(ExpertSnapshot experts) =>
        _memberships.GetValue(experts, set => new Membership(trainedFor, set, hiddenSize));

    private Tensor HiddenOf(RoutingRequest request) => request.Hidden ?? throw new MoECollabException(
        "hidden-missing", $"The scorer '{kind}' was asked without hidden vectors; expected [B, {hiddenSize}] from the shared encoder. Give the request its Hidden.");
}
