using MoECollab.Gating.Numerics.Panels;

namespace MoECollab.Gating.Tests.Numerics.Panels;

/// <summary>Products of many rows by the BLAS: the same values, and where it is faster, found by measuring once.</summary>
public unsafe class LargeProductsTests
{
    [Theory]
    [InlineData(256, 64, 64)]
    [InlineData(33, 41, 70)]
    [InlineData(7, 130, 65)]
    [InlineData(300, 9, 128)]
    public void Blas_gives_what_the_kernels_give(int inputs, int outputs, int count)
    {
        var random = new Random(inputs);
        var matrix = new PackedMatrix(Values(random, inputs * outputs), Values(random, outputs), inputs);
        var (input, scales) = (Values(random, 2 * count * inputs), Values(random, count));
        var rows = Enumerable.Range(0, 2 * count).Where(row => row % 2 == 1).Reverse().ToArray();
        float[] own = new float[2 * count * outputs], blas = new float[own.Length];
        Array.Fill(own, 2f);
        Array.Fill(blas, 2f);

        fixed (float* x = input, y = own, z = blas, s = scales)
        fixed (int* chosen = rows)
        {
            foreach (var scale in (nint[])[(nint)s, 0])
            {
                matrix.RunPanels(new RowPlaces(x, inputs, chosen), new RowPlaces(y, outputs, chosen), (float*)scale, count);
                BlasProduct.Run(matrix, new RowPlaces(x, inputs, chosen), new RowPlaces(z, outputs, chosen), (float*)scale, count);
                for (var i = 0; i < own.Length; i++)
                    Assert.Equal(own[i], blas[i], 1e-5f * MathF.Max(1f, MathF.Sqrt(inputs)));
            }
        }
    }

    [Theory]
    [InlineData(100, 80, 200, 170, 64)]                  // better at both
    [InlineData(100, 95, 200, 170, 128)]                 // by five hundredths at 64: within what a busy machine makes of a measurement
    [InlineData(100, 80, 200, 190, int.MaxValue)]        // what is better for few and not for more is chance
    [InlineData(100, 120, 200, 240, int.MaxValue)]
    [InlineData(110, 100, 220, 200, int.MaxValue)]       // exactly a tenth more is not more than a tenth
    public void Rule_hands_on_from_where_the_blas_wins_by_more_than_a_tenth(double own64, double blas64, double own128, double blas128, int expected)
    {
        var from = LargeProducts.Rule([new ProductTimes(64, own64, blas64), new ProductTimes(128, own128, blas128)]);

        Assert.Equal(expected, from);
    }

    [Fact]
    public void Shape_is_measured_once_and_not_for_few_rows()
    {
        var (random, measured) = (new Random(1), 0);
        var products = new LargeProducts((_, sizes) =>
        {
            Interlocked.Increment(ref measured);
            Thread.Yield();
            return [.. sizes.Select(rows => new ProductTimes(rows, rows, rows < 128 ? rows : 1))];
        });
        PackedMatrix[] matrices = [.. Enumerable.Range(0, 8).Select(_ => new PackedMatrix(Values(random, 16 * 32), [], 16))];

        Assert.False(products.GoToBlas(matrices[0], LargeProducts.Least - 1));
        Assert.Equal(0, measured);
        Assert.Empty(products.Decided);

        var large = matrices.AsParallel().WithDegreeOfParallelism(8).Select(matrix => (products.GoToBlas(matrix, 127), products.GoToBlas(matrix, 128))).ToArray();

        Assert.All(large, decided => Assert.Equal((false, true), decided));
        Assert.Equal(1, measured);
        Assert.Equal([((16, 32), 128)], products.Decided);
    }

    [Fact]
    public void Product_goes_where_it_was_measured_to_be_faster()
    {
        const int Count = 192;
        var random = new Random(2);
        var (inputs, outputs) = (256, 64);
        var (weight, bias, input) = (Values(random, inputs * outputs), Values(random, outputs), Values(random, Count * inputs));
        var matrix = new PackedMatrix(weight, bias, inputs) { IsBesideTensors = true };
        float[] first = new float[Count * outputs], second = new float[first.Length];

        matrix.Product(input, first);
        matrix.Product(input, second);

        Assert.Equal(first, second);
        for (var i = 0; i < first.Length; i += 97)
        {
            var sum = bias[i % outputs];
            for (var k = 0; k < inputs; k++)
                sum += weight[(i % outputs * inputs) + k] * input[(i / outputs * inputs) + k];
            Assert.Equal(sum, first[i], 1e-4f);
        }

        Assert.Single(LargeProducts.OfProcess.Decided, decided => decided.Shape == (inputs, outputs));
    }

    [Fact]
    public void Trial_times_both_ways_for_each_number_of_rows()
    {
        var matrix = new PackedMatrix(Values(new Random(3), 64 * 48), [], 64);

        var times = ProductTrial.Measure(matrix, [64, 128]);

        Assert.Equal([64, 128], times.Select(time => time.Rows));
        Assert.All(times, time => Assert.True(time.Own > 0 && time.Blas > 0 && double.IsFinite(time.Own + time.Blas)));
    }

    private static float[] Values(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble()) - 1))];
}
