using MoECollab.TorchSharp.Tests.NN;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.Optim;

public sealed class OptimizerTests
{
    [Fact]
    public void Groups_have_settings_of_their_own()
    {
        using var scope = NewDisposeScope();
        var fast = nn.Parameter(ones(1));
        var slow = nn.Parameter(ones(1));
        using var descent = optim.SGD([new SGD.ParamGroup([fast], lr: 1), new SGD.ParamGroup { Parameters = [slow] }], 0.1);

        fast.add(slow).sum().backward();
        descent.step();

        Values.AreClose([0], fast);
        Values.AreClose([0.9f], slow);
        Assert.Equal([1.0, 0.1], descent.ParamGroups.Select(group => group.LearningRate));
    }

    [Fact]
    public void Closure_is_run_with_gradients_and_its_loss_returned()
    {
        using var scope = NewDisposeScope();
        var w = nn.Parameter(ones(1));
        using var descent = optim.SGD([w], 0.5);

        using var untracked = no_grad();
        var loss = descent.step(() =>
        {
            var value = w.square().sum();
            value.backward();
            return value;
        });

        Assert.Equal(1f, loss!.item<float>());
        Values.AreClose([0], w);
    }

    [Fact]
    public void Parameters_without_gradient_are_passed_over()
    {
        using var scope = NewDisposeScope();
        var w = nn.Parameter(ones(1));
        using var adam = optim.Adam([("w", w)]);

        adam.zero_grad();
        Assert.Null(adam.step());

        Values.AreClose([1], w);
    }

    [Fact]
    public void Zero_grad_keeps_the_gradient_as_zeros()
    {
        using var scope = NewDisposeScope();
        var w = nn.Parameter(ones(3));
        var wide = nn.Parameter(ones(2, float64));
        using var descent = optim.SGD([w, wide], 0.1);
        w.sum().add(wide.sum()).backward();

        descent.zero_grad();

        Values.AreClose([0, 0, 0], w.grad!);
        Values.AreClose([0, 0], wide.grad!);
    }

    public static TheoryData<string, Func<IEnumerable<Parameter>, OptimizerHelper>> Kinds => new()
    {
        { "SGD", w => optim.SGD(w, 0.1, momentum: 0.9) },
        { "Adam", w => optim.Adam(w, 0.1, amsgrad: true) },
        { "AdamW", w => optim.AdamW(w, 0.1, weight_decay: 0.1) },
    };

    [Theory]
    [MemberData(nameof(Kinds), DisableDiscoveryEnumeration = true)]
    public void Saved_optimizer_goes_on_as_if_never_stopped(string name, Func<IEnumerable<Parameter>, OptimizerHelper> create)
    {
        using var scope = NewDisposeScope();
        var w = nn.Parameter(tensor(new float[] { 1, -2, 3 }));
        using var first = create([w]);
        Step(w, first, 3);
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        first.save_state_dict(writer);
        var restored = nn.Parameter(w.detach().clone());
        using var second = create([restored]);

        file.Position = 0;
        using var reader = new BinaryReader(file);
        second.load_state_dict(reader);
        Step(w, first, 3);
        Step(restored, second, 3);

        Assert.NotEmpty(name);
        Assert.True(restored.Equals(w));
    }

    [Theory]
    [MemberData(nameof(Kinds), DisableDiscoveryEnumeration = true)]
    public void State_dictionary_is_taken_by_value(string name, Func<IEnumerable<Parameter>, OptimizerHelper> create)
    {
        using var scope = NewDisposeScope();
        var w = nn.Parameter(tensor(new float[] { 1, -2, 3 }));
        using var first = create([w]);
        Step(w, first, 2);
        var copy = nn.Parameter(w.detach().clone());
        using var second = create([copy]);

        second.load_state_dict(first.state_dict());
        Assert.True(second.state_dict().State[0].ApproximatelyEquals(first.state_dict().State[0]));
        Step(w, first, 2);
        Step(copy, second, 2);

        Assert.NotEmpty(name);
        Assert.True(copy.Equals(w));
    }

    [Fact]
    public void State_of_another_optimizer_is_refused()
    {
        using var scope = NewDisposeScope();
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        using var adam = optim.Adam([nn.Parameter(ones(1))]);
        adam.save_state_dict(writer);
        file.Position = 0;
        using var reader = new BinaryReader(file);
        using var descent = optim.SGD([nn.Parameter(ones(1))], 0.1);
        using var larger = optim.Adam([nn.Parameter(ones(1)), nn.Parameter(ones(1))]);

        Assert.Throws<InvalidDataException>(() => descent.load_state_dict(reader));
        Assert.Throws<ArgumentException>(() => larger.load_state_dict(adam.state_dict()));
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentException>(() => optim.SGD(Array.Empty<Parameter>(), -1));
        Assert.Throws<ArgumentException>(() => optim.SGD(Array.Empty<Parameter>(), 1, nesterov: true));
        Assert.Throws<ArgumentException>(() => optim.Adam(Array.Empty<Parameter>(), beta1: 1));
        Assert.Throws<ArgumentException>(() => optim.AdamW(Array.Empty<Parameter>(), eps: -1));
    }

    [Fact]
    public void Adam_refuses_sparse_gradients()
    {
        using var scope = NewDisposeScope();
        using var embedding = nn.Embedding(3, 2, sparse: true);
        using var adam = optim.Adam(embedding.parameters());
        embedding.call(tensor(new long[] { 1 })).sum().backward();

        Assert.Throws<InvalidOperationException>(() => adam.step());
    }

    [Fact]
    public void Dispose_frees_the_state_and_not_the_parameters()
    {
        var before = LiveTensors.Count;

        using (var w = nn.Parameter(ones(3)))
        {
            using (NewDisposeScope())
            using (var adam = optim.Adam([w], amsgrad: true))
                Step(w, adam, 2);
            Assert.False(w.IsInvalid);
        }

        Assert.Equal(before, LiveTensors.Count);
    }

    private static void Step(Parameter w, optim.Optimizer optimizer, int times)
    {
        for (var i = 0; i < times; i++)
        {
            optimizer.zero_grad();
            w.square().sum().backward();
            optimizer.step();
        }
    }
}
