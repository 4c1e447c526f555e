using MoECollab.Experts;
using MoECollab.Gating.Composing;
using MoECollab.Gating.Numerics.Stacks;
using MoECollab.Inputs;
using MoECollab.Mixture.Mixing;
using MoECollab.Mixture.Tests.Doubles;
using MoECollab.Tests;
using TorchSharp;

namespace MoECollab.Mixture.Tests.OnDevice;

public sealed class LaunchTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("moe-launch-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Batch_takes_as_many_operators_however_many_experts_and_inputs_there_are(int kept)
    {
        long[] few = [Launches(64, 4, kept), Launches(48, 3, kept)];
        long[] dense = [Launches(9, 40, kept), Launches(12, 90, kept)];
        long[] many = [Launches(24, 200, kept), Launches(48, 200, kept), Launches(24, 900, kept), Launches(48, 900, kept)];

        Assert.Single(few.Distinct());
        Assert.Single(dense.Distinct());
        Assert.Single(many.Distinct());
        // every tensor that is made, views among them
        Assert.InRange(few[0], 1, 45);
        Assert.InRange(dense[0], 1, 45);
        Assert.InRange(many[0], 1, 80);
    }

    [Fact]
    public void Mixture_leaves_no_tensor_behind()
    {
        var (mixture, parts) = Mixture(6, 1);
        mixture.TryAnswer(Inputs(3), MixtureRequest.Plain);
        mixture.Dispose();
        var before = LiveTensors.OfThisThread;

        (mixture, var others) = Mixture(6, 1);
        mixture.TryAnswer(Inputs(40), MixtureRequest.Plain);
        mixture.TryAnswer(Inputs(1), MixtureRequest.Plain);
        mixture.Dispose();
        foreach (var part in others)
            part.Dispose();

        Assert.Equal(before, LiveTensors.OfThisThread);
        foreach (var part in parts)
            part.Dispose();
    }

    [Fact]
    public void Mixture_counts_what_it_lays_on_the_device()
    {
        var (mixture, parts) = Mixture(6, 1);
        Assert.Equal(0, mixture.DeviceBytes);

        mixture.TryAnswer(Inputs(40), MixtureRequest.Plain);

        // adapters of d = 16 with up to 19 codes; filled up with zeros, and a place for each expert
        var own = parts.OfType<IExpert>().Sum(expert => sizeof(float) * FloatsOf(((IStackable)expert).Form()));
        Assert.InRange(mixture.DeviceBytes, own, (3 * own) + (6 * (sizeof(long) + 3)));
        mixture.Dispose();
        Assert.Equal(0, mixture.DeviceBytes);
        foreach (var part in parts)
            part.Dispose();
    }

    private long Launches(int experts, int rows, int kept)
    {
        var (mixture, parts) = Mixture(experts, kept);
        mixture.TryAnswer(Inputs(rows), MixtureRequest.Plain);
        var made = Made();

        mixture.TryAnswer(Inputs(rows), MixtureRequest.Plain);

        made = Made() - made;
        Assert.Null(mixture.DeviceFault);
        mixture.Dispose();
        foreach (var part in parts)
            part.Dispose();
        return made;
    }

    private static long FloatsOf(StackForm form) => StackForm.FloatsOf(form.Hidden, form.Width, form.Outputs);

    private static long Made() => DisposeScopeManager.Statistics.CreatedOutsideScopeCount + DisposeScopeManager.Statistics.CreatedInScopeCount;

    private (ExpertMixture Mixture, IReadOnlyList<IDisposable> Parts) Mixture(int experts, int kept)
    {
        var encoder = new LetterEncoder(16);
        var made = new BuiltInExperts(Directory.CreateDirectory(Path.Combine(_folder, Guid.NewGuid().ToString("N"))).FullName, encoder.Description, new Random(3));
        string[] ids = [.. Enumerable.Range(0, experts).Select(i => $"e{i:000}")];
        var gate = Make.Gate(new GateFile { Id = "g", Version = "1.0.0", TrainedFor = ids, Scorer = new GateComponent("linear"), Selector = new GateComponent("top-k") }, encoder.Description);
        MixtureExpert[] members = [.. ids.Select(id => Make.Expert(id, made.Make("adapter", RandomMixtures.Labels)))];
        return (new ExpertMixture(encoder, gate, members, new MixtureOptions { CpuStandsIn = true, Experts = kept }), [gate, .. members.Select(member => member.Expert)]);
    }

    private static RawInput[] Inputs(int rows)
    {
        var random = new Random(rows);
        return [.. Enumerable.Range(0, rows).Select(_ => new RawInput(RandomMixtures.Text(random)))];
    }
}
