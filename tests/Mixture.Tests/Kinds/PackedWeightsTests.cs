using System.Runtime.InteropServices;
using MoECollab.Encoders;
using MoECollab.Experts;
using MoECollab.Mixture.Tests.Doubles;
using MoECollab.Weights;

namespace MoECollab.Mixture.Tests.Kinds;

public sealed class PackedWeightsTests : IDisposable
{
    private const int Size = 256;
    private static readonly string[] Labels = [.. Enumerable.Range(0, 25).Select(i => $"label{i:00}")];

    private readonly string _folder = Directory.CreateTempSubdirectory("moe-packed-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("adapter")]
    [InlineData("linear")]
    [InlineData("feed-forward")]
    public void Weights_are_packed_when_the_expert_loads_and_no_request_packs_them(string kind)
    {
        var built = new BuiltInExperts(_folder, new EncoderDescription("e", "1.0.0", "sha256:e", Size), new Random(1));
        float[] hidden = new float[Size], probabilities = new float[Labels.Length];
        using (var compiled = (IDirectExpert)built.Make(kind, Labels))
        {
            for (var i = 0; i < 3; i++)
                compiled.Run("", hidden, probabilities);
        }

        using var expert = (IDirectExpert)built.Make(kind, Labels);
        var before = GC.GetAllocatedBytesForCurrentThread();
        expert.Run("", hidden, probabilities);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024); // the packed head alone has 25 KiB
    }

    [Theory]
    [InlineData("adapter")]
    [InlineData("linear")]
    [InlineData("feed-forward")]
    public void Packed_copy_is_counted_in_the_experts_memory(string kind)
    {
        const int Many = 3;
        var built = new BuiltInExperts(_folder, new EncoderDescription("e", "1.0.0", "sha256:e", Size), new Random(1));
        List<IExpert> experts = [];
        ArraySegment<float> before, after;
        do
        {
            // Packed copies lie one after the other in large pages, until these are full and the next ones begin.
            experts.ForEach(expert => expert.Dispose());
            before = Next();
            experts = [.. Enumerable.Range(0, Many).Select(_ => built.Make(kind, Labels))];
            after = Next();
        }
        while (before.Array != after.Array);

        var held = sizeof(float) * (long)(after.Offset - before.Offset);
        var counted = experts.Sum(expert => expert.Traits.WeightBytes - (sizeof(float) * expert.Traits.ParameterCount));
        Assert.InRange(held, counted, counted + (Many * 1024));

        static ArraySegment<float> Next() => MemoryMarshal.TryGetArray<float>(WeightMemory.Allocate<float>(1), out var part) ? part : throw new InvalidOperationException("The memory is no array's.");
        foreach (var expert in experts)
            expert.Dispose();
    }
}
