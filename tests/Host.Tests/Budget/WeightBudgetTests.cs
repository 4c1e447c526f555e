using Microsoft.Extensions.Time.Testing;
using MoECollab.Errors;
using MoECollab.Experts;
using MoECollab.Host.Budget;
using NSubstitute;

namespace MoECollab.Host.Tests.Budget;

public sealed class WeightBudgetTests
{
    private const long MiB = 1 << 20;
    private const long Each = 8 * MiB, Limit = 32 * MiB;

    private readonly List<long> _used = [];
    private readonly List<TimeSpan> _ages = [];

    // A second passes each time that it is asked.
    private readonly FakeTimeProvider _time = new() { AutoAdvanceAmount = TimeSpan.FromSeconds(1) };

    [Fact]
    public void Used_bytes_never_exceed_the_limit_and_the_longest_unused_go_first()
    {
        var budget = Budget(Limit);
        var all = Enumerable.Range(0, 12).Select(number => Join(budget, $"e{number}", Each)).ToList();

        foreach (var number in (int[])[0, 1, 2, 3, 0, 4, 5])
            Use(budget, all[number]);

        Assert.Equal(["e0", "e3", "e4", "e5"], budget.Resident);
        // The clock ticks for each use and each eviction: 0 1 2 3 0 (e1 goes) 4 (e2 goes) 5.
        Assert.Equal([TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(5)], _ages);
        Assert.All(_used, used => Assert.InRange(used, 0, Limit));
    }

    [Fact]
    public void Random_uses_from_many_threads_keep_the_limit_and_end_with_nothing_in_use()
    {
        var budget = Budget(Limit);
        var all = Enumerable.Range(0, 12).Select(number => Join(budget, $"e{number}", Each)).ToList();

        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, thread =>
        {
            var random = new Random(thread);
            for (var use = 0; use < 200; use++)
                Use(budget, all[random.Next(all.Count)]);
        });

        Assert.All(_used, used => Assert.InRange(used, 0, Limit));
        Assert.All(all, weights => Assert.Equal(0, weights.Users));
        Assert.Equal(4, budget.Resident.Count);
    }

    [Fact]
    public void Pinned_weights_stay_whatever_else_is_used()
    {
        var budget = Budget(Limit);
        var all = Enumerable.Range(0, 12).Select(number => Join(budget, $"e{number}", Each)).ToList();
        budget.Pin("e7");
        Use(budget, all[7]);

        foreach (var weights in all.Where(weights => weights != all[7]))
        {
            Use(budget, weights);
            Assert.Contains("e7", budget.Resident);
        }

        budget.Unpin("e7");
        foreach (var weights in all.Take(4))
            Use(budget, weights);
        Assert.DoesNotContain("e7", budget.Resident);
    }

    [Fact]
    public void Lower_priority_goes_before_what_was_used_earlier()
    {
        var budget = Budget(2 * Each);
        var (first, second, third) = (Join(budget, "first", Each), Join(budget, "second", Each), Join(budget, "third", Each));
        budget.Prioritise("second", -1);

        foreach (var weights in (SharedWeights[])[first, second, third])
            Use(budget, weights);

        Assert.Equal(["first", "third"], budget.Resident);
    }

    [Fact]
    public void Equal_content_is_in_memory_once_and_stays_for_its_last_package()
    {
        var budget = Budget(Limit);
        var made = new List<IExpert>();
        var (one, two) = (Owner("one", "same", made, 0), Owner("two", "same", made, 0));
        var weights = budget.Join(one, "same", Each);

        Assert.Same(weights, budget.Join(two, "same", Each));
        Use(budget, weights);
        budget.Leave(weights, one);
        Use(budget, weights);

        Assert.Single(made);
        Assert.Equal(Each, budget.Used);
        made[0].DidNotReceive().Dispose();
        budget.Leave(weights, two);
        Assert.Equal(0, budget.Used);
        made[0].Received(1).Dispose();
    }

    [Fact]
    public void What_cannot_fit_is_refused_with_the_arithmetic()
    {
        var budget = Budget(Limit);
        Use(budget, Join(budget, "small", Each));
        budget.Pin("small");
        var large = Join(budget, "large", 30 * MiB);

        var refusal = Assert.Throws<MoECollabException>(() => budget.Take(large));

        Assert.Equal("over-budget", refusal.Code);
        Assert.Contains($"It takes {30 * MiB:N0} bytes; the budget of cpu is {Limit:N0}, of which {Each:N0} are pinned, so {24 * MiB:N0} can be had: {6 * MiB:N0} are missing.", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["small"], budget.Resident);
        Assert.Equal(Each, budget.Used);
    }

    [Fact]
    public void Encoder_and_gate_take_their_part_and_are_in_the_arithmetic()
    {
        var budget = Budget(Limit);
        var all = Enumerable.Range(0, 4).Select(number => Join(budget, $"e{number}", Each)).ToList();
        foreach (var weights in all)
            Use(budget, weights);

        var encoder = budget.Reserve("encoder", Each);
        using var gate = budget.Reserve("gate", Each);
        var refusal = Assert.Throws<MoECollabException>(() => budget.Take(Join(budget, "large", 24 * MiB)));
        var second = Assert.Throws<MoECollabException>(() => budget.Reserve("encoder", 17 * MiB));

        Assert.Equal(["e2", "e3"], budget.Resident);
        Assert.Contains($"{Each:N0} are the encoder's, {Each:N0} are the gate's, so {16 * MiB:N0} can be had: {8 * MiB:N0} are missing.", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"It takes {17 * MiB:N0} bytes", second.Message, StringComparison.Ordinal);
        encoder.Dispose();
        encoder.Dispose();
        Assert.Equal(3 * Each, budget.Used);
        Use(budget, all[0]);
        Assert.Equal(["e0", "e2", "e3"], budget.Resident);
        Assert.All(_used, used => Assert.InRange(used, 0, Limit));
    }

    [Fact]
    public void What_was_measured_counts_where_it_is_less_than_the_files()
    {
        var budget = Budget(Limit);

        Use(budget, budget.Join(Owner("small", "small", [], MiB), "small", Each));

        Assert.Equal(MiB, budget.Used);
    }

    [Fact]
    public void Pin_that_would_not_fit_beside_the_pinned_is_refused()
    {
        var budget = Budget(Limit);
        Join(budget, "one", 20 * MiB);
        Join(budget, "two", 20 * MiB);
        budget.Pin("one");

        var refusal = Assert.Throws<MoECollabException>(() => budget.Pin("two"));

        Assert.Contains($"together {40 * MiB:N0}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_expert_says_it_takes_counts_where_it_is_more_than_its_files()
    {
        var budget = Budget(Limit);
        var weights = budget.Join(Owner("packed", "packed", [], 2 * Each), "packed", Each);

        Use(budget, weights);

        Assert.Equal(2 * Each, budget.Used);
    }

    [Fact]
    public void Files_that_changed_while_the_weights_were_away_are_not_used()
    {
        var budget = Budget(Each);
        var content = "before";
        var weights = budget.Join(new WeightOwner("changing", () => Expert(0), () => content), content, Each);
        Use(budget, weights);
        Use(budget, Join(budget, "other", Each));
        content = "after";

        var refusal = Assert.Throws<MoECollabException>(() => budget.Take(weights));

        Assert.Equal("package-changed", refusal.Code);
    }

    [Fact]
    public async Task Call_waits_for_room_until_another_is_done()
    {
        var budget = Budget(Each);
        var (busy, next) = (Join(budget, "busy", Each), Join(budget, "next", Each));
        budget.Take(busy);

        var waiting = Task.Run(() => Use(budget, next), TestContext.Current.CancellationToken);
        Assert.True(SpinWait.SpinUntil(() => next.IsComing, TimeSpan.FromSeconds(10)));
        Assert.False(waiting.IsCompleted);
        budget.GiveBack(busy);
        await waiting;

        Assert.Equal(["next"], budget.Resident);
    }

    private WeightBudget Budget(long limit) => new("cpu", limit, expert => expert.Traits.WeightBytes, (used, age) =>
    {
        // Called under the budget's lock.
        _used.Add(used);
        if (age is { } unused)
            _ages.Add(unused);
    }, _time);

    private static SharedWeights Join(WeightBudget budget, string id, long bytes) => budget.Join(Owner(id, id, [], 0), id, bytes);

    private static WeightOwner Owner(string id, string content, List<IExpert> made, long declared) => new(id, () =>
    {
        var expert = Expert(declared);
        made.Add(expert);
        return expert;
    }, () => content);

    private static IExpert Expert(long declared)
    {
        var expert = Substitute.For<IExpert>();
        expert.Traits.Returns(new ExpertTraits { WeightBytes = declared });
        return expert;
    }

    private static void Use(WeightBudget budget, SharedWeights weights)
    {
        budget.Take(weights);
        budget.GiveBack(weights);
    }
}
