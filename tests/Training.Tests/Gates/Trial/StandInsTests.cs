using MoECollab.Experts;
using MoECollab.Gating;
using MoECollab.Mixture.Mixing;
using MoECollab.Outputs;
using MoECollab.Training.Gates.Trial;
using NSubstitute;

namespace MoECollab.Training.Tests.Gates.Trial;

public sealed class StandInsTests
{
    [Fact]
    public void With_shared_labels_a_single_expert_stands_in_only_where_it_is_as_good_as_the_best()
    {
        var standIns = new StandIns([Expert("books", "bad", "good"), Expert("general", "bad", "good")], ["bad", "good"]);

        var allowed = standIns.Allowed([Right(97), Right(98)], Right(99));

        Assert.Equal([1, 2], allowed);
    }

    [Fact]
    public void With_labels_of_their_own_a_single_expert_has_to_be_as_good_as_all_together()
    {
        var standIns = new StandIns([Expert("cook", "cook/bake"), Expert("sport", "sport/run")], ["cook/bake", "sport/run"]);

        var allowed = standIns.Allowed([Right(1), Right(97)], Right(99));

        Assert.Equal([2], allowed);
    }

    [Fact]
    public void With_labels_of_their_own_no_expert_stands_in_for_one_that_has_no_rows()
    {
        var standIns = new StandIns([Expert("cook", "cook/bake"), Expert("sport", "sport/run")], ["cook/bake"]);

        var allowed = standIns.Allowed([Right(100), Right(100)], Right(100));

        Assert.Equal([2], allowed);
    }

    [Fact]
    public void An_expert_without_others_stands_in()
    {
        var standIns = new StandIns([Expert("cook", "cook/bake")], ["cook/bake"]);

        var allowed = standIns.Allowed([Right(50), Right(50)], Right(50));

        Assert.Equal([0, 1, 2], allowed);
    }

    private static MixtureExpert Expert(string id, params string[] labels) => new(new ExpertDescriptor(id, "1.0.0", new ClassSpace(labels)), Substitute.For<IExpert>());

    private static Contestant Right(int count) => new("", [.. Enumerable.Range(0, 100).Select(row => row < count)], 1);
}
