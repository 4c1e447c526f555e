using MoECollab.Host.Budget;
using MoECollab.Inputs;
using static TorchSharp.torch;

namespace MoECollab.Host.Tests.Budget;

public sealed class HeldBytesTests
{
    [Fact]
    public void Tensors_modules_and_arrays_count_once_and_what_is_no_weight_does_not()
    {
        using var layer = nn.Linear(10, 20);
        using var table = zeros(7, 3, dtype: ScalarType.Int64);
        var values = new float[11];
        var holder = new Holder(layer, [table, table], new Dictionary<string, float[]> { ["a"] = values, ["b"] = values }, () => new byte[1000]);

        var bytes = HeldBytes.Of(holder, CPU);

        // The dictionary has an array of numbers of its own: its buckets.
        var weights = ((10 * 20) + 20) * sizeof(float);
        Assert.InRange(bytes - weights - (7 * 3 * sizeof(long)) - (11 * sizeof(float)), 0, 64);
        Assert.Equal(0, HeldBytes.Of(holder, new TorchSharp.torch.Device("meta")));
    }

    [Fact]
    public void Arrays_of_structures_count_by_their_numbers()
    {
        var held = new Pairs([new(1, 2f), new(3, 4f)]);

        Assert.Equal(2 * 8, HeldBytes.Of(held, CPU));
    }

    [Fact]
    public void Circles_end()
    {
        var one = new Circle();
        one.Next = one;

        Assert.Equal(4, HeldBytes.Of(one, CPU));
    }

    private sealed record Holder(nn.Module Layer, Tensor[] Tables, IReadOnlyDictionary<string, float[]> Rows, Func<byte[]> Made)
    {
        public RawInput Input { get; } = new("text");
    }

    private sealed record Pairs((int, float)[] Values);

    private sealed class Circle
    {
        public int[] Numbers { get; } = [1];

        public Circle? Next { get; set; }
    }
}
