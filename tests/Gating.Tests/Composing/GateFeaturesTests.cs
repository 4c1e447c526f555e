using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Errors;
using MoECollab.Gating.Composing;
using MoECollab.Gating.Tests.Doubles;
using MoECollab.Inputs;
using MoECollab.Tests;
using static TorchSharp.torch;

namespace MoECollab.Gating.Tests.Composing;

public sealed class GateFeaturesTests
{
    private static readonly ExpertSnapshot Experts = Make.Snapshot("a", "b");

    [Fact]
    public void Gate_scores_by_the_features_that_it_declares()
    {
        var extractor = new LengthExtractor();
        var gate = Compose(extractor);

        var decisions = gate.Decide(Request("to", "together"));

        Assert.Equal(["a", "b"], decisions.Select(decision => decision.Experts[0].Id));
        Assert.False(gate.IsDirect);
        Assert.True(gate.Needs.HasFlag(InputNeeds.Text));
        Assert.Equal(8, gate.MultiplyAdds(new RawInput("x"), Experts));
        gate.Dispose();
        Assert.True(extractor.IsDisposed);
    }

    [Fact]
    public void Features_leave_no_tensor_behind()
    {
        using var gate = Compose(new LengthExtractor());
        gate.Decide(Request("warm"));

        var before = LiveTensors.OfThisThread;
        gate.Decide(Request("once", "more"));

        Assert.Equal(before, LiveTensors.OfThisThread);
    }

    [Fact]
    public void Features_of_another_shape_lead_to_the_fallback()
    {
        using var gate = Compose(new LengthExtractor(rows: 1));

        var decision = gate.Decide(Request("one", "two"))[0];

        Assert.Equal(DecisionKind.Fallback, decision.Kind);
        Assert.Contains("returned shape [1, 1] for 2 inputs", decision.Reasons[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Gate_file_names_its_extractors_and_another_fingerprint_is_refused()
    {
        var registry = GatingRegistry.BuiltIn.With("length", new Made<IFeatureExtractor>("length", _ => new LengthExtractor()));
        var folder = Directory.CreateTempSubdirectory("moe-gate-").FullName;
        var file = GateFile.Untrained() with { Features = [new GateFeature(new GateComponent("length"), "length-1")] };
        file.Write(folder);
        var read = GateFile.Read(new FolderFiles(folder));
        Directory.Delete(folder, recursive: true);

        using var gate = Build(registry, read);
        var fault = Assert.Throws<MoECollabException>(() => Build(registry, read with { Features = [new GateFeature(new GateComponent("length"), "length-2")] }));

        Assert.Equal(("length", "length-1"), (Assert.Single(read.Features).Extractor.Kind, read.Features[0].Fingerprint));
        Assert.Equal("feature-mismatch", fault.Code);
        Assert.Contains("length-2", fault.Message, StringComparison.Ordinal);
    }

    private static ComposedGate Compose(LengthExtractor extractor) =>
        new("g", "1.0.0", new GateParts(new LengthScorer(), Make.Component<ISelector>("top-k")) { Features = [extractor] }, new GateOptions());

    private static ComposedGate Build(GatingRegistry registry, GateFile file) =>
        new GateBuilder(registry, NullLogger.Instance).Build(file, NoFiles.Instance, new GateSurroundings(Make.Encoder(2), CPU, new GateOptions()));

    private static RoutingRequest Request(params string[] texts) => new(Experts, [.. texts.Select(text => new RawInput(text))], null);
}
