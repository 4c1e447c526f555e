using MoECollab.Gating.Numerics;
using MoECollab.Gating.Numerics.Panels;
using static TorchSharp.torch;

namespace MoECollab.Gating.Tests.Numerics.Panels;

public class PackedMatrixTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(32, 32)]
    [InlineData(33, 31)]
    [InlineData(64, 100)]
    [InlineData(255, 1)]
    [InlineData(7, 64)]
    [InlineData(40, 130)]
    public void Product_equals_the_sum_over_inputs_for_any_number_of_rows(int inputs, int outputs)
    {
        var random = new Random(inputs);
        var (weight, bias) = (Values(random, inputs * outputs), Values(random, outputs));
        var matrix = new PackedMatrix(weight, bias, inputs);
        for (var rows = 1; rows <= 20; rows++)
        {
            var input = Values(random, rows * inputs);
            var output = new float[rows * outputs];

            matrix.Product(input, output);

            for (var i = 0; i < output.Length; i++)
                Assert.Equal(Sum(weight, bias, input.AsSpan(i / outputs * inputs, inputs), i % outputs), output[i], 1e-4f);
        }
    }

    [Fact]
    public unsafe void Product_adds_scaled_rows_that_lists_name_and_leaves_the_others()
    {
        var random = new Random(7);
        var (inputs, outputs) = (19, 37);
        var (weight, bias, input) = (Values(random, inputs * outputs), Values(random, outputs), Values(random, 9 * inputs));
        var matrix = new PackedMatrix(weight, bias, inputs);
        var output = new float[9 * outputs];
        Array.Fill(output, 2f);
        int[] rows = [8, 0, 3, 1, 5, 7, 2];
        float[] scales = [0.5f, 1, -1, 2, 0, 3, 0.25f];

        fixed (float* x = input, y = output, s = scales)
        fixed (int* chosen = rows)
            matrix.Product(new RowPlaces(x, inputs, chosen), new RowPlaces(y, outputs, chosen), s, rows.Length);

        for (var i = 0; i < output.Length; i++)
        {
            var at = Array.IndexOf(rows, i / outputs);
            var added = at < 0 ? 0 : scales[at] * Sum(weight, bias, input.AsSpan(i / outputs * inputs, inputs), i % outputs);
            Assert.Equal(2f + added, output[i], 1e-4f);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public unsafe void Product_adds_scaled_rows_over_several_whole_panels(int count)
    {
        var random = new Random(8);
        var (inputs, outputs) = (13, 96);
        var (weight, bias, input, scales) = (Values(random, inputs * outputs), Values(random, outputs), Values(random, count * inputs), Values(random, count));
        var matrix = new PackedMatrix(weight, bias, inputs);
        var output = new float[count * outputs];
        Array.Fill(output, 2f);

        fixed (float* x = input, y = output, s = scales)
            matrix.Product(new RowPlaces(x, inputs, null), new RowPlaces(y, outputs, null), s, count);

        for (var i = 0; i < output.Length; i++)
            Assert.Equal(2f + (scales[i / outputs] * Sum(weight, bias, input.AsSpan(i / outputs * inputs, inputs), i % outputs)), output[i], 1e-4f);
    }

    [Fact]
    public void Not_a_number_stays_in_its_row()
    {
        var random = new Random(3);
        var matrix = new PackedMatrix(Values(random, 40 * 8), [], 8);
        var input = Values(random, 7 * 8);
        input[(4 * 8) + 3] = float.NaN;
        var output = new float[7 * 40];

        matrix.Product(input, output);

        for (var i = 0; i < output.Length; i++)
            Assert.Equal(i / 40 == 4, float.IsNaN(output[i]));
    }

    [Theory]
    [InlineData("relu")]
    [InlineData("gelu")]
    [InlineData("tanh")]
    public unsafe void Block_equals_the_operators_within_1e_5(string activation)
    {
        using var scope = NewDisposeScope();
        var random = new Random(11);
        var (size, width) = (48, 70);
        var (down, downBias, up, upBias) = (Values(random, width * size), Values(random, width), Values(random, size * width), Values(random, size));
        for (var i = 0; i < width * size; i++)
            (down[i], up[i]) = (down[i] * 0.5f, up[i] * 0.1f);
        var block = new PackedBlock(new PackedMatrix(down, downBias, size), Enum.Parse<BlockActivation>(activation, ignoreCase: true), new PackedMatrix(up, upBias, width));
        var input = Values(random, 300 * size);
        var output = new float[300 * size];
        var ones = Enumerable.Repeat(1f, 300).ToArray();

        fixed (float* x = input, y = output, s = ones)
            block.AddTo(new RowPlaces(x, size, null), new RowPlaces(y, size, null), s, 300);

        var inner = tensor(input, [300, size]).mm(tensor(down, [width, size]).t()) + tensor(downBias);
        var active = activation switch { "relu" => nn.functional.relu(inner), "gelu" => nn.functional.gelu(inner), _ => inner.tanh() };
        var expected = HostMemory.Read(active.mm(tensor(up, [size, width]).t()) + tensor(upBias));
        for (var i = 0; i < output.Length; i++)
            Assert.Equal(expected[i], output[i], 1e-5f);
    }

    [Fact]
    public unsafe void Block_allocates_nothing_once_its_buffers_are_there()
    {
        var random = new Random(5);
        var block = new PackedBlock(new PackedMatrix(Values(random, 32 * 64), [], 64), BlockActivation.Gelu, new PackedMatrix(Values(random, 64 * 32), [], 32));
        var (input, output, scales) = (Values(random, 40 * 64), new float[40 * 64], Values(random, 40));
        long before = 0;

        for (var round = 0; round < 20; round++)
        {
            before = round == 10 ? GC.GetAllocatedBytesForCurrentThread() : before;
            fixed (float* x = input, y = output, s = scales)
                block.AddTo(new RowPlaces(x, 64, null), new RowPlaces(y, 64, null), s, 40 - round);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Matrix_that_is_no_whole_rows_is_refused()
    {
        var fault = Assert.Throws<ArgumentException>(() => new PackedMatrix(new float[7], [], 3));

        Assert.Contains("7 weights", fault.Message, StringComparison.Ordinal);
    }

    private static float Sum(float[] weight, float[] bias, ReadOnlySpan<float> input, int output)
    {
        double sum = bias[output];
        for (var i = 0; i < input.Length; i++)
            sum += (double)weight[(output * input.Length) + i] * input[i];
        return (float)sum;
    }

    private static float[] Values(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1))];
}
