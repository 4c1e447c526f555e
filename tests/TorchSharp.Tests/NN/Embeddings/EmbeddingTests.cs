using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.NN.Embeddings;

public sealed class EmbeddingTests
{
    // torch.manual_seed(1); nn.Embedding(3, 2, padding_idx=1).weight
    [Fact]
    public void Table_begins_with_the_values_of_PyTorch()
    {
        manual_seed(1);

        using var embedding = nn.Embedding(3, 2, padding_idx: 1);

        Values.AreClose([0.661352158f, 0.266924113f, 0.0f, 0.0f, -0.451905966f, -0.16613023f], embedding.weight!);
    }

    [Fact]
    public void Forward_takes_the_rows_of_the_indices()
    {
        using var scope = NewDisposeScope();
        using var embedding = nn.Embedding_from_pretrained(tensor(new float[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } }));

        var output = embedding.call(tensor(new long[,] { { 2, 0 }, { 1, 1 } }));

        Assert.Equal([2L, 2L, 2L], output.shape);
        Values.AreClose([5, 6, 1, 2, 3, 4, 3, 4], output);
    }

    [Fact]
    public void Padding_row_gathers_no_gradient()
    {
        using var scope = NewDisposeScope();
        using var embedding = nn.Embedding(3, 2, padding_idx: -1);

        embedding.call(tensor(new long[] { 0, 2, 2 })).sum().backward();

        Values.AreClose([1, 1, 0, 0, 0, 0], embedding.weight!.grad!);
    }

    [Fact]
    public void Frozen_table_is_not_trained()
    {
        using var embedding = nn.Embedding_from_pretrained(ones(2, 2));

        Assert.False(embedding.weight!.requires_grad);
    }

    [Fact]
    public void Rows_above_the_largest_norm_are_scaled_down()
    {
        using var scope = NewDisposeScope();
        using var embedding = nn.Embedding_from_pretrained(tensor(new float[,] { { 3, 4 }, { 0.3f, 0.4f } }), max_norm: 1);

        var output = embedding.call(tensor(new long[] { 0, 1 }));

        Values.AreClose([0.6f, 0.8f, 0.3f, 0.4f], output);
    }

    [Fact]
    public void Padding_outside_the_table_is_refused()
    {
        Assert.Throws<ArgumentException>(() => nn.Embedding(3, 2, padding_idx: 3).Dispose());
    }
}
