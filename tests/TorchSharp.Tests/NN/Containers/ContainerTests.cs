using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.NN.Containers;

public sealed class ContainerTests
{
    [Fact]
    public void Sequential_numbers_its_modules()
    {
        using var net = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1));

        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias"], net.named_parameters().Select(entry => entry.name));
        Assert.Equal(3, net.Count);
        Assert.IsType<ReLU>(net[1]);
    }

    [Fact]
    public void Sequential_takes_names_and_more_modules()
    {
        using var net = nn.Sequential(("first", nn.Linear(2, 3)), ("second", nn.Linear(3, 1)));

        net.append("third", nn.Linear(1, 1)).append(nn.Tanh());

        Assert.Equal(["first", "second", "third", "3"], net.named_children().Select(entry => entry.name));
    }

    [Fact]
    public void Sequential_slices_share_their_modules()
    {
        using var net = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1));

        var tail = net[1..];

        Assert.Equal(2, tail.Count);
        Assert.Same(net[2], tail[1]);
    }

    [Fact]
    public void Sequential_keeps_nothing_of_the_way()
    {
        using var net = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Identity(), nn.Linear(3, 1));
        using var input = ones(1, 2);
        using var untracked = no_grad();
        var before = LiveTensors.Count;

        using var output = net.call(input);

        Assert.Equal(before + 1, LiveTensors.Count);
        Assert.False(input.IsInvalid);
    }

    [Fact]
    public void Empty_sequential_returns_its_input()
    {
        using var net = nn.Sequential();
        using var input = ones(2);

        using var output = net.call(input);

        Assert.True(output.Equals(input));
    }

    [Fact]
    public void Module_list_registers_its_elements_by_position()
    {
        using var list = nn.ModuleList<nn.Module>(nn.Linear(1, 2), nn.Linear(2, 3));

        list.Insert(1, nn.ReLU());
        list.append(nn.Linear(3, 4));

        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias", "3.weight", "3.bias"], list.state_dict().Keys);
        list[1].Dispose();
        list.RemoveAt(1);
        Assert.Equal(["0", "1", "2"], list.named_children().Select(entry => entry.name));
    }

    [Fact]
    public void Module_dictionary_registers_its_entries_by_key()
    {
        using var dictionary = nn.ModuleDict(("up", nn.Linear(1, 2)), ("down", nn.Linear(2, 1)));

        Assert.Equal(["up.weight", "up.bias", "down.weight", "down.bias"], dictionary.state_dict().Keys);
        Assert.True(dictionary.ContainsKey("down"));
        Assert.Equal((1L, 2L), (dictionary["up"].in_features, dictionary["up"].out_features));
        Assert.Throws<InvalidOperationException>(() => dictionary.Add("up", dictionary["down"]));
    }

    [Fact]
    public void Parameter_collections_register_their_parameters()
    {
        using var list = nn.ParameterList(nn.Parameter(zeros(1)), nn.Parameter(zeros(2)));
        using var dictionary = nn.ParameterDict(("scale", nn.Parameter(ones(3))));

        Assert.Equal(["0", "1"], list.named_parameters().Select(entry => entry.name));
        Assert.Equal(["scale"], dictionary.named_parameters().Select(entry => entry.name));
        Assert.Same(dictionary["scale"], dictionary.get_parameter("scale"));
    }
}
