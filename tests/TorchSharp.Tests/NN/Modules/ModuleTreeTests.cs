using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.NN.Modules;

public sealed class ModuleTreeTests
{
    [Fact]
    public void Fields_are_registered_under_their_names()
    {
        using var module = new TwoLayers();

        Assert.Equal(
            ["_scale", "input.weight", "input.bias", "_second.weight", "_second.bias"],
            module.named_parameters().Select(entry => entry.name));
        Assert.Equal(["_shift"], module.named_buffers().Select(entry => entry.name));
        Assert.Equal(["input", "_second"], module.named_children().Select(entry => entry.name));
    }

    [Fact]
    public void Fields_of_the_base_class_are_registered_too()
    {
        using var module = new DerivedLayers();

        Assert.Equal(3, module.children().Count());
        Assert.Equal(5, module.parameters().Count());
    }

    [Fact]
    public void Nested_parameters_are_found_by_dotted_name()
    {
        using var net = nn.Sequential(("body", new TwoLayers()), ("head", nn.Linear(2, 2)));

        Assert.Equal([4L, 3L], net.get_parameter("body.input.weight")!.shape);
        Assert.True(net.has_parameter("head.bias"));
        Assert.True(net.has_buffer("body._shift"));
        Assert.Null(net.get_parameter("body.none.weight"));
        Assert.Contains("body._second", net.named_modules().Select(entry => entry.name));
    }

    [Fact]
    public void Shared_parameter_is_listed_once()
    {
        using var linear = nn.Linear(2, 2);
        using var net = nn.Sequential(linear, linear);

        Assert.Equal(2, net.parameters().Count());
    }

    [Fact]
    public void Names_are_checked_at_registration()
    {
        using var module = new TwoLayers();
        using var child = nn.Linear(1, 1);
        using var tensor = zeros(1);

        Assert.Throws<ArgumentException>(() => module.register_module("a.b", child));
        Assert.Throws<ArgumentException>(() => module.register_module("", child));
        Assert.Throws<InvalidOperationException>(() => module.register_module("input", child));
        Assert.Throws<InvalidOperationException>(() => module.register_buffer("_shift", tensor));
        Assert.Throws<InvalidOperationException>(() => module.register_parameter("_scale", module.Scale));
        Assert.Throws<ArgumentNullException>(() => module.register_buffer("other", null!));
    }

    [Fact]
    public void Training_mode_reaches_every_descendant()
    {
        using var module = new DerivedLayers();

        module.eval();

        Assert.False(module.training);
        Assert.False(module.Drops);
        module.train();
        Assert.True(module.Drops);
    }

    [Fact]
    public void Apply_visits_children_before_parents()
    {
        using var net = nn.Sequential(nn.Linear(1, 1), nn.Tanh());
        List<string> visited = [];

        net.apply(module => visited.Add(module.GetName()));

        Assert.Equal(["Linear", "Tanh", "Sequential"], visited);
    }

    [Fact]
    public void Hooks_see_and_replace_what_passes()
    {
        using var scope = NewDisposeScope();
        using var identity = nn.Identity();
        List<string> order = [];
        identity.register_forward_pre_hook((_, input) => input.add(1));
        identity.register_forward_pre_hook(_ => order.Add("before"));
        identity.register_forward_hook(_ => order.Add("after"));
        var doubling = identity.register_forward_hook((_, _, output) => output.mul(2));

        var hooked = identity.call(ones(1));
        doubling.remove();
        var plain = identity.call(ones(1));

        Assert.Equal(4f, hooked.item<float>());
        Assert.Equal(2f, plain.item<float>());
        Assert.Equal(["before", "after", "before", "after"], order);
    }

    [Fact]
    public void Dispose_frees_everything_the_module_owns()
    {
        var before = LiveTensors.Count;
        var module = new DerivedLayers();

        module.Dispose();
        module.Dispose();

        Assert.Equal(before, LiveTensors.Count);
    }

    [Fact]
    public void Module_made_in_a_scope_outlives_it()
    {
        Linear linear;
        using (NewDisposeScope())
            linear = nn.Linear(2, 2);

        using (linear)
            Assert.False(linear.weight.IsInvalid);
    }

    [Fact]
    public void Zero_grad_drops_or_clears_the_gradients()
    {
        using var scope = NewDisposeScope();
        using var linear = nn.Linear(2, 1);
        linear.call(ones(1, 2)).sum().backward();

        linear.zero_grad(set_to_none: false);
        Values.AreClose([0, 0], linear.weight.grad!);

        linear.zero_grad();
        Assert.Null(linear.weight.grad);
    }
}
