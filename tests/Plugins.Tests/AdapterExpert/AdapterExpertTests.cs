using MoECollab.AdapterExpert;
using MoECollab.Errors;
using MoECollab.Experts;
using MoECollab.Inputs;
using MoECollab.Plugins.Tests.Packages;
using MoECollab.Tests;
using MoECollab.Weights;
using Sample.Expert_1.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.Plugins.Tests.AdapterExpert;

/// <summary>o = V·(h + W_up·σ(W_down·h)) + b.</summary>
public sealed class AdapterExpertTests : IDisposable
{
    private static readonly string[] Labels = ["yes", "no", "maybe"];

    private readonly Workplace _workplace = new();
    private readonly AdapterExpertPlugin _plugin = new();

    public void Dispose() => _workplace.Dispose();

    [Fact]
    public void Run_follows_the_equation()
    {
        Write();
        using var expert = _plugin.Create(_workplace.Expert(2, ["yes", "no"]));
        using var hidden = tensor([1f, 2f, -1f, -2f], [2, 2]);

        using var output = expert.Run(new ExpertBatch([new RawInput(""), new RawInput("")], hidden));

        // h = (1, 2): code = max(1·1 + 1·2, 0) = 3; a = (1, 2) + 3·(1, −1) = (4, −1); o = (4 + 0.5, −1)
        // h = (−1, −2): code = 0; a = h; o = (−1 + 0.5, −2)
        Assert.Equal([4.5f, -1f, -0.5f, -2f], output.Values!.ToFloats());
    }

    [Fact]
    public void Direct_gives_the_probabilities_of_the_equation()
    {
        Write();
        using var expert = (IDirectExpert)_plugin.Create(_workplace.Expert(2, ["yes", "no"], ("temperature", "2")));
        var probabilities = new float[2];

        expert.Run("", [1, 2], probabilities);

        // o / 2 = (2.25, −0.5): p = 1 / (1 + e^−2.75) = 0.939913
        Assert.Equal(0.939913f, probabilities[0], 1e-5f);
        Assert.Equal(1f, probabilities.Sum(), 1e-6f);
    }

    [Fact]
    public void An_option_that_is_none_is_refused_with_those_there_are()
    {
        var fault = Assert.Throws<MoECollabException>(() => _plugin.CreateUntrained(_workplace.Expert(4, Labels, ("Rank", "2"), ("learnig-rate", "0.1"))));

        Assert.Equal("options-invalid", fault.Code);
        Assert.Equal("'learnig-rate' is no option of this expert; expected kind, rank, expansion, activation, temperature.", fault.Message);
    }

    [Theory]
    [InlineData("adapter", "relu", 37)]
    [InlineData("adapter", "gelu", 64)]
    [InlineData("adapter", "tanh", 8)]
    [InlineData("linear", "relu", 33)]
    [InlineData("feed-forward", "gelu", 20)]
    [InlineData("feed-forward", "relu", 16)]
    [InlineData("adapter", "gelu", 2)]
    [InlineData("feed-forward", "tanh", 3)]
    public void Direct_equals_the_tensors_for_every_kind(string kind, string activation, int size)
    {
        manual_seed(3);
        using var expert = _plugin.CreateUntrained(_workplace.Expert(size, Labels, ("kind", kind), ("activation", activation)));
        Shake(expert.Module);
        using var hidden = randn(5, size);
        var values = hidden.ToFloats();

        using var output = expert.Run(new ExpertBatch(Inputs(5), hidden));
        using var softmax = nn.functional.softmax(output.Values!, 1);
        var expected = softmax.ToFloats();

        for (var row = 0; row < 5; row++)
        {
            var probabilities = new float[3];
            ((IDirectExpert)expert).Run("", values.AsSpan(row * size, size), probabilities);
            for (var label = 0; label < 3; label++)
                Assert.Equal(expected[(row * 3) + label], probabilities[label], 1e-5f);
        }
    }

    [Theory]
    [InlineData("adapter")]
    [InlineData("linear")]
    [InlineData("feed-forward")]
    public void Expert_is_what_a_host_relies_on(string kind)
    {
        manual_seed(4);
        using var expert = _plugin.CreateUntrained(_workplace.Expert(12, Labels, ("kind", kind)));
        Shake(expert.Module);

        ExpertConformance.Check(expert, hiddenSize: 12);
    }

    [Theory]
    [InlineData("adapter")]
    [InlineData("linear")]
    [InlineData("feed-forward")]
    public void Saved_weights_give_the_same_answers_when_loaded(string kind)
    {
        manual_seed(5);
        using var trained = _plugin.CreateUntrained(_workplace.Expert(6, Labels, ("kind", kind), ("activation", "tanh"), ("rank", "3")));
        Shake(trained.Module);
        trained.Save(_workplace.Folder);

        // Neither kind nor activation is said again: the weight file remembers them.
        using var loaded = (IDirectExpert)_plugin.Create(_workplace.Expert(6, Labels));
        var (before, after) = (new float[3], new float[3]);
        float[] hidden = [1, -1, 0.5f, 2, 0, -0.25f];
        ((IDirectExpert)trained).Run("", hidden, before);
        loaded.Run("", hidden, after);

        Assert.Equal(before, after);
        Assert.Equal(trained.Traits, loaded.Traits);
    }

    [Fact]
    public void Gradients_reach_every_parameter_and_direct_answers_follow_the_training()
    {
        manual_seed(1);
        using var expert = _plugin.CreateUntrained(_workplace.Expert(4, Labels, ("rank", "2")));
        Shake(expert.Module);
        float[] first = [1, 0, 0, 0];
        var (before, after) = (new float[3], new float[3]);
        ((IDirectExpert)expert).Run("", first, before);
        using (var scope = NewDisposeScope())
        {
            var batch = new ExpertBatch(Inputs(4), eye(4));
            var labels = tensor([0L, 1L, 2L, 1L]);
            for (var step = 0; step < 300; step++)
            {
                nn.functional.cross_entropy(expert.Logits(batch), labels).backward();
                Assert.All(expert.Module.parameters(), parameter => Assert.NotEqual(0, parameter.grad!.abs().sum().item<float>()));
                Descend(expert.Module);
            }

        }

        ((IDirectExpert)expert).Run("", first, after);

        Assert.True(after[0] > 0.8f && after[0] > before[0], $"{before[0]} → {after[0]}");
    }

    [Theory]
    [InlineData("relu")]
    [InlineData("tanh")]
    public void Gradients_of_many_rows_are_the_sum_of_those_of_each(string activation)
    {
        manual_seed(3);
        using var expert = _plugin.CreateUntrained(_workplace.Expert(6, Labels, ("rank", "2"), ("activation", activation)));
        Shake(expert.Module);
        using var scope = NewDisposeScope();
        var (hidden, slopes) = (randn(8, 6), randn(8, 3));

        // Eight rows are more than three classes and go through V W_up; one row goes through a = h + W_up code.
        var together = expert.Logits(new ExpertBatch(Inputs(8), hidden));
        (together * slopes).sum().backward();
        var ofAll = Gradients(expert.Module);
        float[] apart = [.. Enumerable.Range(0, 8).SelectMany(row =>
        {
            var logits = expert.Logits(new ExpertBatch(Inputs(1), hidden.narrow(0, row, 1)));
            (logits * slopes.narrow(0, row, 1)).sum().backward();
            return logits.ToFloats();
        })];

        Assert.All(together.ToFloats().Zip(apart), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.All(ofAll.Zip(Gradients(expert.Module)), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));

        static float[] Gradients(nn.Module module) => [.. module.parameters().SelectMany(parameter =>
        {
            var values = parameter.grad!.ToFloats();
            parameter.grad!.zero_();
            return values;
        })];
    }

    [Fact]
    public void Expert_leaves_no_tensor_behind()
    {
        Write();
        Use();
        var before = LiveTensors.OfThisThread;

        Use();

        Assert.Equal(before, LiveTensors.OfThisThread);

        void Use()
        {
            using var expert = _plugin.Create(_workplace.Expert(2, ["yes", "no"]));
            using var hidden = ones(3, 2);
            using var output = expert.Run(new ExpertBatch(Inputs(3), hidden));
            ((IDirectExpert)expert).Run("", [1, 2], new float[2]);
        }
    }

    [Fact]
    public void Fresh_adapter_answers_as_its_head_alone()
    {
        manual_seed(2);
        using var expert = _plugin.CreateUntrained(_workplace.Expert(3, Labels, ("rank", "2")));
        using var hidden = randn(2, 3);
        using var logits = expert.Logits(new ExpertBatch(Inputs(2), hidden));
        var module = expert.Module;

        using var expected = nn.functional.linear(hidden, module.get_parameter("head.weight")!, module.get_parameter("head.bias")!);

        Assert.Equal(expected.ToFloats(), logits.ToFloats());
    }

    [Fact]
    public void Traits_count_weights_and_work()
    {
        using var expert = _plugin.CreateUntrained(_workplace.Expert(10, Labels, ("rank", "4")));

        Assert.Equal((2 * 4 * 10) + (3 * 10) + 3, expert.Traits.ParameterCount);
        Assert.Equal((2 * 4 * 10) + (3 * 10), expert.Traits.MultiplyAdds);
    }

    [Fact]
    public void Create_refuses_weights_of_another_hidden_size_in_a_sentence()
    {
        Write();

        var fault = Assert.Throws<WeightFileException>(() => _plugin.Create(_workplace.Expert(3, ["yes", "no"])));

        Assert.Contains("'head.weight' is F32 [2, 2]; expected F32 [2, 3]", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_refuses_weights_of_another_kind_in_a_sentence()
    {
        Write();

        var fault = Assert.Throws<WeightFileException>(() => _plugin.Create(_workplace.Expert(2, ["yes", "no"], ("kind", "linear"))));

        Assert.Contains("it also holds down.weight, up.weight", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_names_every_unusable_option()
    {
        var fault = Assert.Throws<MoECollabException>(() =>
            _plugin.CreateUntrained(_workplace.Expert(2, Labels, ("rank", "-1"), ("activation", "swish"), ("temperature", "0"))));

        Assert.Contains("'rank' is '-1'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("'activation' is 'swish'; expected one of relu, gelu, tanh.", fault.Message, StringComparison.Ordinal);
        Assert.Contains("'temperature' is '0'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Expert_works_on_the_device_asked_for()
    {
        if (!cuda.is_available())
            Assert.Skip("No CUDA device is present.");
        Write();
        using var onCpu = _plugin.Create(_workplace.Expert(2, ["yes", "no"]));
        using var onCuda = _plugin.Create(_workplace.Expert(2, ["yes", "no"]) with { Device = CUDA });
        using var hidden = randn(4, 2);
        using var moved = hidden.to(CUDA);

        using var expected = onCpu.Run(new ExpertBatch(Inputs(4), hidden));
        using var output = onCuda.Run(new ExpertBatch(Inputs(4), moved));
        using var back = output.Values!.cpu();

        Assert.All(((IDifferentiableExpert)onCuda).Module.parameters(), parameter => Assert.Equal(DeviceType.CUDA, parameter.device_type));
        Assert.All(expected.Values!.ToFloats().Zip(back.ToFloats()), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    private static RawInput[] Inputs(int count) => [.. Enumerable.Repeat(new RawInput(""), count)];

    /// <summary>Fresh adapters begin at a = h; noise makes every term count.</summary>
    private static void Shake(nn.Module module)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        foreach (var parameter in module.parameters())
            parameter.add_(randn_like(parameter) * 0.3f);
    }

    private static void Descend(nn.Module module)
    {
        using var frozen = no_grad();
        foreach (var parameter in module.parameters())
        {
            parameter.sub_(parameter.grad! * 0.3f);
            parameter.grad!.zero_();
        }
    }

    /// <summary>d = 2, r = 1, C = 2.</summary>
    private void Write()
    {
        Directory.CreateDirectory(Path.Combine(_workplace.Folder, "moe"));
        WeightWriter.Write(
            Path.Combine(_workplace.Folder, "moe/adapter_model.safetensors"),
            [
                NamedWeights.Of("down.weight", [1f, 1f], 1, 2),
                NamedWeights.Of("up.weight", [1f, -1f], 2, 1),
                NamedWeights.Of("head.weight", [1f, 0f, 0f, 1f], 2, 2),
                NamedWeights.Of("head.bias", [0.5f, 0f], 2),
            ]);
    }
}
