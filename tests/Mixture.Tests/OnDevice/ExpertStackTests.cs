using MoECollab.Gating.Numerics;
using MoECollab.Gating.Numerics.Panels;
using MoECollab.Gating.Numerics.Stacks;
using MoECollab.Mixture.Dispatching;
using MoECollab.Mixture.OnDevice;
using static TorchSharp.torch;

namespace MoECollab.Mixture.Tests.OnDevice;

public sealed class ExpertStackTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Run_equals_each_experts_own_map_whatever_the_experts_shares_and_the_plan(bool isDirect)
    {
        var random = new Random(3);
        for (var round = 0; round < 60; round++)
        {
            using var scope = NewDisposeScope();
            var (size, experts, inputs, kept) = (random.Next(1, 9), random.Next(1, 7), random.Next(1, 50), random.Next(1, 4));
            StackForm[] forms = [.. Enumerable.Range(0, experts).Select(_ => Form(random, size, isDirect))];
            using var stack = new ExpertStack(forms, CPU);
            var hidden = Values(random, inputs * size);
            // some entries are of experts that are elsewhere; in some rounds one expert has them all
            long[] chosen = [.. Enumerable.Range(0, inputs * kept).Select(_ => round % 5 == 0 ? 0L : random.Next(experts + 1))];
            var plan = round % 3 == 0 ? BlockPlan.Of(inputs, kept, experts) : Plan(chosen.Length, experts, 1 << random.Next(6));

            var actual = HostMemory.Read(stack.Run(HostMemory.Write(hidden, size, CPU), BlockPlaces.OnDevice(tensor(chosen), kept, experts, plan)));

            for (var entry = 0; entry < chosen.Length; entry++)
            {
                if (chosen[entry] < experts)
                    AssertEqual(forms[chosen[entry]], hidden.AsSpan(entry / kept * size, size), actual.AsSpan(entry * stack.Outputs, stack.Outputs));
            }
        }
    }

    [Fact]
    public void Run_equals_each_experts_own_map_where_the_host_knows_the_entries()
    {
        using var scope = NewDisposeScope();
        var random = new Random(4);
        StackForm[] forms = [.. Enumerable.Range(0, 4).Select(_ => Form(random, 5, isDirect: true))];
        using var stack = new ExpertStack(forms, CPU);
        var hidden = Values(random, 30 * 5);
        DispatchSlice[] slices = [new(7, 0, 1), new(9, 3, 40), new(11, 50, 2)];
        int[] stacked = [2, 0, 3], inputs = [.. Enumerable.Range(0, 43).Select(_ => random.Next(30))];

        var actual = HostMemory.Read(stack.Run(HostMemory.Write(hidden, 5, CPU), BlockPlaces.OfHost(slices, stacked, inputs, CPU)));

        for (var entry = 0; entry < inputs.Length; entry++)
            AssertEqual(forms[entry == 0 ? 2 : entry <= 40 ? 0 : 3], hidden.AsSpan(inputs[entry] * 5, 5), actual.AsSpan(entry * stack.Outputs, stack.Outputs));
    }

    [Theory]
    [InlineData(1, 64, 1)]
    [InlineData(16, 64, 1)]
    [InlineData(512, 4, 128)]
    [InlineData(4096, 4, 512)]
    public void Plan_has_large_blocks_where_experts_have_many_entries_and_single_rows_where_they_have_few(int entries, int experts, int rows)
    {
        var plan = BlockPlan.Of(entries, 1, experts);

        Assert.False(plan.IsDense);
        Assert.Equal(rows, plan.Rows);
        Assert.True(plan.Count >= (entries + rows - 1) / rows);
    }

    [Theory]
    [InlineData(32, 4, true)]
    [InlineData(32, 64, false)]
    [InlineData(2048, 4, false)]
    [InlineData(2048, 1, true)]
    public void Plan_asks_all_experts_where_that_is_less_than_to_copy_weights(int inputs, int experts, bool isDense) => Assert.Equal(isDense, BlockPlan.Of(inputs, 1, experts).IsDense);

    [Fact]
    public void Experts_share_a_stack_unless_zeros_would_fill_most_of_it()
    {
        var random = new Random(5);
        StackForm Sized(int width) => new(8, BlockActivation.Relu, Values(random, width * 8), new float[width], Values(random, 2 * width), Values(random, 16), new float[2]);
        StackForm[] forms = [Sized(4), Sized(500), Sized(5), Sized(400), Sized(0), Sized(6), Sized(7)];

        var groups = StackGroups.Of(forms);

        Assert.Equal(2, groups.Count);
        Assert.Equal([1, 3], groups[0].Take(2));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], groups.SelectMany(group => group).Order());
        Assert.All(groups, group => Assert.True(StackForm.FloatsOf(8, group.Max(i => forms[i].Width), 2) * group.Count <= 3 * group.Sum(i => StackForm.FloatsOf(8, forms[i].Width, 2))));
    }

    private static BlockPlan Plan(int entries, int experts, int rows) => new(rows, rows == 1 ? entries : (entries / rows) + Math.Min(experts, entries));

    private static StackForm Form(Random random, int size, bool isDirect)
    {
        var (width, outputs) = (random.Next(isDirect ? 0 : 1, 6), random.Next(1, 5));
        return new StackForm(
            size, (BlockActivation)random.Next(3), Values(random, width * size), Values(random, width), Values(random, outputs * width), isDirect ? Values(random, outputs * size) : [], Values(random, outputs));
    }

    private static void AssertEqual(StackForm form, ReadOnlySpan<float> hidden, ReadOnlySpan<float> actual)
    {
        for (var output = 0; output < actual.Length; output++)
        {
            var expected = output < form.Outputs ? (double)form.Offsets[output] : 0;
            for (var i = 0; i < form.Hidden && output < form.Outputs && form.IsDirect; i++)
                expected += form.Head[(output * form.Hidden) + i] * (double)hidden[i];
            for (var code = 0; code < form.Width && output < form.Outputs; code++)
            {
                var inner = (double)form.DownOffsets[code];
                for (var i = 0; i < form.Hidden; i++)
                    inner += form.Down[(code * form.Hidden) + i] * (double)hidden[i];
                expected += form.Up[(output * form.Width) + code] * Active(form.Activation, inner);
            }

            Assert.Equal(expected, actual[output], 1e-5);
        }
    }

    private static double Active(BlockActivation activation, double value)
    {
        if (activation == BlockActivation.Relu)
            return Math.Max(0, value);
        if (activation == BlockActivation.Tanh)
            return Math.Tanh(value);
        using var scope = NewDisposeScope();
        return nn.functional.gelu(tensor(value, float64)).item<double>();
    }

    private static float[] Values(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1))];
}
