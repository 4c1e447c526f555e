using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.Scopes;

public sealed class StatisticsTests
{
    [Fact]
    public void Creations_and_disposals_are_counted_by_place() => OnNewThread(() =>
    {
        var statistics = DisposeScopeManager.Statistics.TensorStatistics;

        var outside = ones(1);
        using (NewDisposeScope())
        {
            _ = ones(1);
            _ = ones(1);
            Assert.Equal(3, statistics.ThreadTotalLiveCount);
        }
        outside.Dispose();

        Assert.Equal(1, statistics.CreatedOutsideScopeCount);
        Assert.Equal(2, statistics.CreatedInScopeCount);
        Assert.Equal(2, statistics.DisposedInScopeCount);
        Assert.Equal(1, statistics.DisposedOutsideScopeCount);
        Assert.Equal(0, statistics.ThreadTotalLiveCount);
    });

    [Fact]
    public void Detaching_and_attaching_are_counted() => OnNewThread(() =>
    {
        var statistics = DisposeScopeManager.Statistics;
        Tensor tensor;

        using (NewDisposeScope()) tensor = ones(1).DetachFromDisposeScope();
        using (var scope = NewDisposeScope()) scope.Attach(tensor);

        Assert.Equal(1, statistics.DetachedFromScopeCount);
        Assert.Equal(1, statistics.AttachedToScopeCount);
        Assert.Equal(1, statistics.DisposedInScopeCount);
        Assert.Equal(0, statistics.ThreadTotalLiveCount);
    });

    [Fact]
    public void A_reset_starts_from_nothing() => OnNewThread(() =>
    {
        ones(1).Dispose();

        DisposeScopeManager.Statistics.Reset();

        Assert.Equal(0, DisposeScopeManager.Statistics.CreatedOutsideScopeCount);
        Assert.Equal(0, DisposeScopeManager.Statistics.DisposedOutsideScopeCount);
    });

    // The figures are the thread's own: a thread of the test runner has a past.
    private static void OnNewThread(Action test)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(test));
        thread.Start();
        thread.Join();
        if (failure is not null) throw new InvalidOperationException(failure.Message, failure);
    }
}
