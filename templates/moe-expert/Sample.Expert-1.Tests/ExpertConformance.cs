using MoECollab.Experts;
using MoECollab.Inputs;
using MoECollab.Outputs;
using TorchSharp;
using static TorchSharp.torch;

namespace Sample.Expert_1.Tests;

/// <summary>What a host relies on in every expert of class probabilities. Tensors are counted per thread.</summary>
internal static class ExpertConformance
{
    /// <summary>Runs the expert on odd texts and random hidden vectors.</summary>
    /// <param name="expert">The expert; borrowed.</param>
    /// <param name="hiddenSize">d of the encoder.</param>
    public static void Check(IExpert expert, int hiddenSize)
    {
        RawInput[] inputs = [new(""), new("What is this?"), new("Ünïcödé 文字 \ud83d\ude00"), new("\ud800 broken"), new(new string('x', 5000))];
        manual_seed(1);
        using var hidden = randn(inputs.Length, hiddenSize);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        var batch = Probabilities(expert, inputs, hidden);
        var again = Probabilities(expert, inputs, hidden);
        var single = inputs.SelectMany((input, row) => One(expert, input, hidden, row)).ToArray();

        var classes = Assert.IsType<ClassSpace>(expert.Output).Labels.Count;
        Assert.Equal(classes, ((ClassSpace)expert.Output).Labels.Distinct().Count());
        Assert.Equal(inputs.Length * classes, batch.Length);
        Assert.All(batch, value => Assert.True(float.IsFinite(value) && value >= 0));
        Assert.All(batch.Chunk(classes), row => Assert.Equal(1f, row.Sum(), 1e-4f));
        if (expert.Traits.Deterministic)
            Assert.Equal(batch, again);
        Assert.All(batch.Zip(single), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static float[] One(IExpert expert, RawInput input, Tensor hidden, int row)
    {
        using var own = hidden.narrow(0, row, 1);
        return Probabilities(expert, [input], own);
    }

    private static float[] Probabilities(IExpert expert, IReadOnlyList<RawInput> inputs, Tensor hidden)
    {
        using var scope = NewDisposeScope();
        var needsHidden = expert.Traits.Needs.HasFlag(InputNeeds.Hidden);
        using var output = expert.Run(new ExpertBatch(inputs, needsHidden ? hidden : null));
        var values = output.Kind == OutputKind.Logits ? nn.functional.softmax(output.Values!, 1) : output.Values!;
        Assert.Equal(2, values.shape.Length);
        using var data = values.cpu().contiguous().data<float>();
        return data.ToArray();
    }
}
