using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Host.Scheduling;
using MoECollab.Host.Scheduling.Watching;
using MoECollab.Host.Seeing.Metrics;
using MoECollab.Host.Seeing.Steps;
using MoECollab.Inputs;
using MoECollab.Mixture.Mixing;
using static TorchSharp.torch;

namespace MoECollab.Host.Tests.Scheduling;

public sealed class LaneTests
{
    [Fact]
    public void Lane_computes_on_one_thread_within_an_operation_and_leaves_other_threads_their_count()
    {
        using var metrics = new HostMetrics();
        using var calls = new ExpertCalls(new StepTimes(metrics, TimeProvider.System), NullLogger<ExpertCalls>.Instance);
        var queue = new RequestQueue(4);
        var within = 0;
        using var first = zeros(1); // before it the count is that of all threads
        var before = get_num_threads();
        set_num_threads(2);
        using var lane = new Lane(1, queue, calls, 4, (working, batch) =>
        {
            within = get_num_threads();
            working.TryFinish(batch);
        });
        queue.TryAdd(new WorkItem([new RawInput("a")], MixtureRequest.Plain), out _);
        queue.Close();

        lane.Thread.Start();
        lane.Thread.Join();

        var here = get_num_threads();
        set_num_threads(before);
        Assert.Equal((1, 2), (within, here));
    }
}
