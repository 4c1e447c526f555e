using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.NN.Gradients;

public sealed class GradientTests
{
    // a.grad = [3, 4], b.grad = [12]: torch.nn.utils.clip_grad_norm_([a, b], 1.)
    [Fact]
    public void Clipping_scales_all_gradients_together()
    {
        using var scope = NewDisposeScope();
        var a = nn.Parameter(zeros(2));
        var b = nn.Parameter(zeros(1));
        a.grad = tensor(new float[] { 3, 4 });
        b.grad = tensor(new float[] { 12 });

        var norm = nn.utils.clip_grad_norm_([a, b, nn.Parameter(zeros(3))], 1);

        Assert.Equal(13, norm, 5);
        Values.AreClose([0.230769217f, 0.307692289f], a.grad!);
    }

    [Fact]
    public void Small_gradients_are_left_alone()
    {
        using var scope = NewDisposeScope();
        var a = nn.Parameter(zeros(2));
        a.grad = tensor(new float[] { 0.3f, -0.4f });

        Assert.Equal(0.4, nn.utils.clip_grad_norm_([a], 1, double.PositiveInfinity), 5);
        Values.AreClose([0.3f, -0.4f], a.grad!);
        Assert.Equal(0, nn.utils.clip_grad_norm_([], 1));
    }

    [Fact]
    public void Clipping_by_value_holds_every_element()
    {
        using var scope = NewDisposeScope();
        var a = nn.Parameter(zeros(3));
        a.grad = tensor(new float[] { 3, -4, 0.1f });

        nn.utils.clip_grad_value_([a], 0.5);

        Values.AreClose([0.5f, -0.5f, 0.1f], a.grad!);
    }

    [Fact]
    public void Parameters_go_to_a_vector_and_back()
    {
        using var scope = NewDisposeScope();
        using var linear = nn.Linear(3, 2);

        var vector = nn.utils.parameters_to_vector(linear.parameters());
        nn.utils.vector_to_parameters(arange(8, float32), linear.parameters());

        Assert.Equal([8L], vector.shape);
        Values.AreClose([0, 1, 2, 3, 4, 5], linear.weight);
        Values.AreClose([6, 7], linear.bias!);
        Assert.Throws<ArgumentException>(() => nn.utils.vector_to_parameters(zeros(7), linear.parameters()));
    }
}
