using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.NN.Embeddings;

public sealed class EmbeddingBagTests
{
    // torch.manual_seed(1); b = nn.EmbeddingBag(4, 2, mode='sum'); b.weight, b(tensor([0, 1, 2, 3, 3]), tensor([0, 2]))
    [Fact]
    public void Bags_are_summed_as_in_PyTorch()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var bag = nn.EmbeddingBag(4, 2, mode: EmbeddingBagMode.Sum);

        var output = bag.call(tensor(new long[] { 0, 1, 2, 3, 3 }), tensor(new long[] { 0, 2 }));

        Values.AreClose([0.661352158f, 0.266924113f, 0.0616772585f, 0.621317327f, -0.451905966f, -0.16613023f, -1.5227685f, 0.381683916f], bag.weight!);
        Values.AreClose([0.723029435f, 0.88824141f, -3.49744296f, 0.597237587f], output);
    }

    // nn.EmbeddingBag.from_pretrained(b.weight, mode='mean')(torch.tensor([[0, 1], [2, 3]]))
    [Fact]
    public void Bags_of_equal_length_need_no_offsets()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var bag = nn.EmbeddingBag(4, 2);

        var output = bag.call(tensor(new long[,] { { 0, 1 }, { 2, 3 } }));

        Values.AreClose([0.361514717f, 0.444120705f, -0.987337232f, 0.107776843f], output);
    }

    [Fact]
    public void Weights_and_the_last_offset_count()
    {
        using var scope = NewDisposeScope();
        using var bag = nn.EmbeddingBag_from_pretrained(
            tensor(new float[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } }), mode: EmbeddingBagMode.Sum, include_last_offset: true);

        var output = bag.call(
            tensor(new long[] { 0, 1, 2 }), tensor(new long[] { 0, 1, 3 }), tensor(new float[] { 2, 1, 0.5f }));

        Values.AreClose([2, 4, 5.5f, 7], output);
    }

    [Fact]
    public void Padding_index_counts_for_nothing()
    {
        using var scope = NewDisposeScope();
        using var bag = nn.EmbeddingBag_from_pretrained(tensor(new float[,] { { 1, 2 }, { 30, 40 } }), padding_index: 1);

        var output = bag.call(tensor(new long[,] { { 0, 1 } }));

        Values.AreClose([1, 2], output);
    }

    [Fact]
    public void Sparse_gradient_trains_only_the_rows_used()
    {
        using var scope = NewDisposeScope();
        using var bag = nn.EmbeddingBag(4, 2, mode: EmbeddingBagMode.Sum, sparse: true);
        var before = bag.weight!.detach().clone();
        using var descent = optim.SGD(bag.parameters(), 0.5);

        bag.call(tensor(new long[] { 1, 1 }), tensor(new long[] { 0 })).sum().backward();
        var sparse = bag.weight!.grad!.is_sparse;
        descent.step();

        Assert.True(sparse);
        Values.AreClose([0, 0, -1, -1, 0, 0, 0, 0], bag.weight!.sub(before));
        descent.zero_grad();
    }

    [Fact]
    public void Arguments_that_do_not_fit_are_refused()
    {
        using var scope = NewDisposeScope();
        using var bag = nn.EmbeddingBag(4, 2);

        Assert.Throws<ArgumentException>(() => bag.call(tensor(new float[] { 1 }), tensor(new long[] { 0 })));
        Assert.Throws<ArgumentException>(() => bag.call(tensor(new long[] { 1 })));
        Assert.Throws<ArgumentException>(() => bag.call(tensor(new long[] { 1 }), tensor(new int[] { 0 })));
        Assert.Throws<ArgumentException>(() => bag.call(tensor(new long[,] { { 1 } }), tensor(new long[] { 0 })));
    }
}
