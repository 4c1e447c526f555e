using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.NN.Modules;

public sealed class ParameterTests
{
    [Fact]
    public void Parameter_takes_the_memory_of_its_tensor()
    {
        using var data = ones(3);

        using var parameter = new Parameter(data);

        Assert.True(data.IsInvalid);
        Assert.True(parameter.requires_grad);
        Assert.True(parameter.is_leaf);
        Values.AreClose([1, 1, 1], parameter);
    }

    [Fact]
    public void Parameter_stays_in_the_scope_of_its_tensor()
    {
        Parameter inside;
        Parameter outside;
        var data = ones(3);
        using (NewDisposeScope())
        {
            inside = new Parameter(ones(3), requires_grad: false);
            outside = new Parameter(data);
        }

        using (outside)
        {
            Assert.True(inside.IsInvalid);
            Assert.False(outside.IsInvalid);
        }
    }

    [Fact]
    public void Parameter_of_nothing_is_refused()
    {
        Assert.Throws<ArgumentNullException>(() => new Parameter(null!));
    }
}
