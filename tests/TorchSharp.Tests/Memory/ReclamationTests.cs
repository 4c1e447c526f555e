using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.Memory;

[Collection("process state")]
public sealed class ReclamationTests
{
    private const long MiB = 1 << 20;

    [Theory]
    [InlineData(1024, 3_000)]
    [InlineData(256, 8_000)]
    [InlineData(64, 20_000)]
    public void Dropped_tensors_leave_memory_bounded(int kibibytes, int count)
    {
        var source = ones(kibibytes * 256);
        var before = ResidentBytes();
        var peak = before;

        for (var i = 0; i < count; i++)
        {
            _ = source * source;
            if (i % 100 == 0) peak = Math.Max(peak, ResidentBytes());
        }

        source.Dispose();
        Assert.True(peak - before < 500 * MiB, $"{count} dropped tensors of {kibibytes} KiB took {(peak - before) / MiB} MiB");
    }

    [Fact]
    public void Dropped_tensors_are_freed_by_the_finalizer()
    {
        Collect();
        var before = Tensor.TotalCount;

        Drop(500);
        Collect();

        Assert.True(Tensor.TotalCount - before < 50, $"{Tensor.TotalCount - before} of 500 dropped tensors are still there");
    }

    [Fact]
    public void Disposed_tensors_are_counted_out_at_once() => OnNewThread(() =>
    {
        var statistics = DisposeScopeManager.Statistics;

        for (var i = 0; i < 10_000; i++) ones(4).Dispose();

        Assert.Equal(0, statistics.ThreadTotalLiveCount);
        Assert.True(Tensor.PeakCount >= 1);
    });

    [Fact]
    public void Threads_that_drop_and_dispose_at_once_disturb_nobody()
    {
        var threads = Enumerable.Range(0, 4).Select(seed => new Thread(() =>
        {
            for (var i = 0; i < 3_000; i++)
            {
                var t = full(256, seed) * 2f;
                if (i % 2 == 0) t.Dispose();
                else Assert.Equal(seed * 2f, t[17].item<float>());
            }
        })).ToList();

        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Collect();
    }

    [Fact]
    public void A_disposed_tensor_says_so_when_used()
    {
        var t = ones(1);
        t.Dispose();

        Assert.Throws<InvalidOperationException>(() => t + 1);
        Assert.Throws<InvalidOperationException>(() => t.Handle);
    }

    private static void Drop(int count)
    {
        for (var i = 0; i < count; i++) _ = ones(4);
    }

    private static void Collect()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    private static void OnNewThread(Action test)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(test));
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }

    private static long ResidentBytes() =>
        long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1]) * Environment.SystemPageSize;
}
