using MoECollab.Benchmarks.Layer;
using MoECollab.Cli.CommandLine;
using MoECollab.Repository.Tests.Driving;
using MoECollab.Gating.Numerics;
using static TorchSharp.torch;

namespace MoECollab.Repository.Tests;

public sealed class DeviceBenchTests
{
    [Theory]
    [InlineData("adapter", 5, 1, 1)]
    [InlineData("adapter", 5, 2, 70)]
    [InlineData("feed-forward", 3, 2, 9)]
    [InlineData("feed-forward", 2, 1, 150)]
    public void Layer_on_a_device_computes_what_the_kernels_compute(string kind, int experts, int kept, int rows)
    {
        using var scope = NewDisposeScope();
        var cell = new LayerCell(kind, 16, kind == "adapter" ? 8 : 64, experts, kept, rows);
        var input = HashedValues.Of(rows * 16, 99, 1);
        var expected = new float[rows * 16];
        using var kernels = new FusedLayer(cell, 17);
        using var stacked = new StackedLayer(cell, 17, CPU);

        kernels.Run(input, expected);
        var actual = HostMemory.Read(stacked.Run(HostMemory.Write(input, 16, CPU)));

        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-5f);
    }

    [Fact]
    public async Task Bench_layer_on_cuda_says_what_is_missing_where_there_is_none()
    {
        if (cuda.is_available())
            Assert.Skip("CUDA is available to libtorch");

        var result = await Moe.RunAsync("bench", "layer", "--device", "cuda");

        Assert.NotEqual(ExitCode.Ok, result.Code);
        Assert.Contains("The device 'cuda' is not there", result.Error, StringComparison.Ordinal);
        Assert.Contains("LIBTORCH_HOME", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Layer_on_cuda_computes_what_the_kernels_compute()
    {
        if (!cuda.is_available())
            Assert.Skip("no CUDA device is available to libtorch");

        using var scope = NewDisposeScope();
        var cell = new LayerCell("adapter", 64, 32, 16, 2, 300);
        var input = HashedValues.Of(300 * 64, 99, 1);
        var expected = new float[300 * 64];
        using var kernels = new FusedLayer(cell, 17);
        using var stacked = new StackedLayer(cell, 17, device("cuda:0"));

        kernels.Run(input, expected);
        var actual = HostMemory.Read(stacked.Run(HostMemory.Write(input, 64, device("cuda:0"))));

        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-4f);
    }
}
