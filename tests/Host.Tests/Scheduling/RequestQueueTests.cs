using MoECollab.Host.Scheduling;
using MoECollab.Inputs;
using MoECollab.Mixture.Mixing;

namespace MoECollab.Host.Tests.Scheduling;

/// <summary>The arithmetic of the queue, without time: ranks are given.</summary>
public sealed class RequestQueueTests
{
    private const int Step = 10;

    [Fact]
    public void Ten_requests_in_batches_of_four_are_three_batches()
    {
        var queue = new RequestQueue(16);
        foreach (var at in Enumerable.Range(0, 10))
            Assert.True(queue.TryAdd(Item(at), out _));

        var sizes = new List<(int, int)>();
        while (queue.Length > 0)
            sizes.Add((queue.Take(4)!.Count, queue.Length));

        Assert.Equal([(4, 6), (4, 2), (2, 0)], sizes);
    }

    [Fact]
    public void Higher_priority_comes_first_and_equal_ones_as_they_came()
    {
        var queue = new RequestQueue(16);
        WorkItem[] items = [Item(0), Item(1, -1), Item(2, 3), Item(3), Item(4, 3)];
        foreach (var item in items)
            queue.TryAdd(item, out _);

        Assert.Equal([items[2], items[4], items[0], items[3], items[1]], queue.Take(16)!, ReferenceEqualityComparer.Instance);
    }

    [Fact]
    public void Who_waits_long_enough_comes_before_every_later_request_of_higher_priority()
    {
        var queue = new RequestQueue(1000);
        var patient = Item(0);
        queue.TryAdd(patient, out _);
        var taken = new List<WorkItem>();

        // A stream of requests of priority 5, one for each one that is served.
        for (var at = 1; at < 200; at++)
        {
            queue.TryAdd(Item(at, 5), out _);
            taken.AddRange(queue.Take(1)!);
        }

        Assert.InRange(taken.IndexOf(patient), 5 * Step - 2, 5 * Step);
    }

    [Fact]
    public void Full_queue_lets_the_last_of_lower_priority_give_way_and_no_more_than_needed()
    {
        var queue = new RequestQueue(8);
        var low = Enumerable.Range(0, 8).Select(at => Item(at, at % 2 == 0 ? 0 : -1)).ToList();
        foreach (var item in low)
            queue.TryAdd(item, out _);

        Assert.True(queue.TryAdd(Item(9, 2, inputs: 2), out var givenWay));

        Assert.Equal([low[7], low[5]], givenWay, ReferenceEqualityComparer.Instance);
        Assert.Equal(8, queue.Length);
        Assert.False(queue.TryAdd(Item(10), out givenWay) && givenWay.Count == 0);
    }

    [Fact]
    public void Full_queue_refuses_what_would_need_more_room_than_lower_ones_have()
    {
        var queue = new RequestQueue(4);
        queue.TryAdd(Item(0, 1, inputs: 3), out _);
        queue.TryAdd(Item(1), out _);

        Assert.False(queue.TryAdd(Item(2, 1, inputs: 2), out var givenWay));
        Assert.Empty(givenWay);
        Assert.Equal(4, queue.Length);
        Assert.False(queue.TryAdd(Item(3), out _));
    }

    [Fact]
    public void Who_has_waited_for_its_place_is_not_driven_out_by_a_later_request()
    {
        var queue = new RequestQueue(1);
        queue.TryAdd(Item(0), out _);

        Assert.False(queue.TryAdd(Item((2 * Step) + 1, 2), out _));
        Assert.True(queue.TryAdd(Item(1, 2), out var givenWay));
        Assert.Single(givenWay);
    }

    [Fact]
    public void Random_traffic_keeps_the_count_and_the_order()
    {
        var queue = new RequestQueue(64);
        var random = new Random(5);
        for (var at = 0; at < 5000; at++)
        {
            var item = Item(at, random.Next(-2, 3), random.Next(1, 4));
            var before = queue.Snapshot();
            if (queue.TryAdd(item, out var givenWay))
                Assert.All(givenWay, lower => Assert.True(lower.Priority < item.Priority && lower.Rank > item.Rank));
            else
                Assert.Equal(before, queue.Snapshot());
            if (random.Next(3) == 0 && queue.Length > 0)
                queue.Take(random.Next(1, 8));
            else if (random.Next(4) == 0 && before.Length > 0)
                queue.Remove(before[random.Next(before.Length)]);

            var waiting = queue.Snapshot();
            Assert.Equal(waiting.Sum(one => one.Inputs.Count), queue.Length);
            Assert.InRange(queue.Length, 0, 64);
            Assert.Equal(waiting.Select(one => one.Rank).Order(), waiting.Select(one => one.Rank));
        }
    }

    private static WorkItem Item(long at, int priority = 0, int inputs = 1) =>
        new([.. Enumerable.Repeat(new RawInput("a"), inputs)], MixtureRequest.Plain) { Accepted = at, Priority = priority, Rank = at - (priority * Step) };
}
