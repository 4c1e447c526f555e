using MoECollab.Gating.Numerics;
using MoECollab.Gating.OnDevice;
using MoECollab.Inputs;
using static TorchSharp.torch;

namespace MoECollab.Gating.Tests.Doubles;

/// <summary>A hidden vector is the scores, on a device as in host memory, so that a test says what the gate chooses from.</summary>
internal sealed class HiddenScores : IScorer, IDeviceScorer
{
    public InputNeeds Needs => InputNeeds.Hidden;

    public IReadOnlyList<string> TrainedFor => [];

    public long ParameterCount => 0;

    public ScoreTable Score(RoutingRequest request)
    {
        var table = new ScoreTable(request.Inputs.Count, request.Experts.Experts.Count);
        HostMemory.Read(request.Hidden!).CopyTo(table.Values);
        return table;
    }

    public IDeviceScores OnDevice(ExpertSnapshot experts, Device device) => new OfRequest();

    public long MultiplyAdds(RawInput input, ExpertSnapshot experts) => 0;

    public void Dispose()
    {
    }

    private sealed class OfRequest : IDeviceScores
    {
        public IReadOnlyList<int> Cold => [];

        public long Bytes => 0;

        public Tensor Score(RoutingRequest request) => request.Hidden!.alias();

        public void Dispose()
        {
        }
    }
}
