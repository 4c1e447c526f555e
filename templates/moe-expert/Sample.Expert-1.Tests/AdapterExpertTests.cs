using MoECollab.Experts;
using MoECollab.Inputs;
using static TorchSharp.torch;

namespace Sample.Expert_1.Tests;

public sealed class AdapterExpertTests
{
    [Fact]
    public void Expert_is_what_a_host_relies_on_when_saved_and_loaded()
    {
        var folder = Directory.CreateTempSubdirectory("expert-").FullName;
        using (var fresh = new ExpertFactory().CreateUntrained(HostContext.Of(folder)))
            fresh.Save(folder);

        using (var expert = new ExpertFactory().Create(HostContext.Of(folder)))
            ExpertConformance.Check(expert, HostContext.HiddenSize);

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Gradients_reach_every_parameter()
    {
        manual_seed(1);
        using var expert = new ExpertFactory().CreateUntrained(HostContext.Of(AppContext.BaseDirectory));
        using var scope = NewDisposeScope();
        var batch = new ExpertBatch([new RawInput("a"), new RawInput("b")], randn(2, HostContext.HiddenSize));

        nn.functional.cross_entropy(expert.Logits(batch), tensor([0L, 1L])).backward();

        Assert.All(expert.Module.parameters(), parameter => Assert.NotEqual(0, parameter.grad!.abs().sum().item<float>()));
    }
}
