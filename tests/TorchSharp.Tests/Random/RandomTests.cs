using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.Random;

[Collection("process state")]
public sealed class RandomTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void One_seed_gives_one_sequence()
    {
        manual_seed(42);
        var first = rand(5);
        manual_seed(42);
        var second = rand(5);

        TensorAssert.Close(first, second, 0);
        Assert.Equal(42, initial_seed());
    }

    [Fact]
    public void Seed_one_gives_pytorchs_numbers()
    {
        manual_seed(1);

        TensorAssert.Holds(rand(2), [2], 0.757631, 0.279308);
    }

    [Fact]
    public void A_generator_of_its_own_leaves_the_others_alone()
    {
        using var first = new Generator(7);
        using var second = new Generator(7);

        TensorAssert.Close(randn([3], generator: first), randn([3], generator: second), 0);
        first.manual_seed(7);
        second.manual_seed(8);
        Assert.False(rand([3], generator: first).allclose(rand([3], generator: second)));
    }

    [Fact]
    public void The_state_can_be_kept_and_restored()
    {
        var state = get_rng_state();
        var first = rand(3);
        set_rng_state(state);

        TensorAssert.Close(first, rand(3), 0);
    }

    [Fact]
    public void Draws_stay_in_their_range()
    {
        manual_seed(3);

        Assert.True((rand(1000) < 1).all().item<bool>());
        Assert.Equal(0, randn(10_000).mean().item<float>(), 0.05f);
        Assert.True((randint(2, 5, [1000]) >= 2).all().item<bool>());
        TensorAssert.Holds(randperm(4).sort().Values, [4], 0, 1, 2, 3);
        TensorAssert.Holds(multinomial(tensor([0f, 1f, 0f]), 3, true), [3], 1, 1, 1);
        Assert.Equal(0.5f, zeros(10_000).bernoulli_(0.5).mean().item<float>(), 0.05f);
        Assert.Equal(2.5f, zeros(10_000).uniform_(2, 3).mean().item<float>(), 0.05f);
    }
}
