using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.NN.Losses;

public sealed class LossTests
{
    private static readonly float[,] Logits = { { 1, 2, 0.5f }, { 0.1f, -1, 3 } };
    private static readonly float[,] Probabilities = { { 0.2f, 0.7f, 0.1f }, { 0.5f, 0.25f, 0.25f } };
    private static readonly float[,] Answers = { { 0, 1, 1 }, { 1, 0, 0 } };

    // logits, prob, z (Answers) and tgt = [1, 2] as above; F.cross_entropy(logits, tgt), F.mse_loss(logits, z), ...
    public static TheoryData<string, Func<Tensor>, float> Losses => new()
    {
        { "cross_entropy", () => nn.CrossEntropyLoss().call(tensor(Logits), Classes()), 0.26757151f },
        { "cross_entropy label_smoothing=.1", () => new CrossEntropyLoss(label_smoothing: 0.1).call(tensor(Logits), Classes()), 0.42423820f },
        { "cross_entropy weight=[1,2,3]", () => nn.CrossEntropyLoss(tensor(new float[] { 1, 2, 3 })).call(tensor(Logits), Classes()), 0.22821204f },
        { "cross_entropy sum", () => nn.CrossEntropyLoss(reduction: nn.Reduction.Sum).call(tensor(Logits), Classes()), 0.53514302f },
        { "cross_entropy ignore_index=2", () => nn.CrossEntropyLoss(ignore_index: 2).call(tensor(Logits), Classes()), 0.46436879f },
        { "nll_loss", () => nn.NLLLoss().call(tensor(Logits).log_softmax(1), Classes()), 0.26757151f },
        { "binary_cross_entropy", () => nn.BCELoss().call(tensor(Probabilities), tensor(Answers)), 0.69181919f },
        { "binary_cross_entropy_with_logits", () => nn.BCEWithLogitsLoss().call(tensor(Logits), tensor(Answers)), 0.98675203f },
        { "with_logits pos_weight=[1,2,3]", () => nn.BCEWithLogitsLoss(pos_weights: tensor(new float[] { 1, 2, 3 })).call(tensor(Logits), tensor(Answers)), 1.16593253f },
        { "mse_loss", () => nn.MSELoss().call(tensor(Logits), tensor(Answers)), 2.17666650f },
        { "l1_loss", () => nn.L1Loss().call(tensor(Logits), tensor(Answers)), 1.23333335f },
        { "smooth_l1_loss beta=.5", () => nn.SmoothL1Loss(beta: 0.5).call(tensor(Logits), tensor(Answers)), 0.98333335f },
        { "huber_loss delta=.7", () => nn.HuberLoss(0.7).call(tensor(Logits), tensor(Answers)), 0.62166661f },
        { "kl_div log_target", () => nn.KLDivLoss().call(tensor(Logits).log_softmax(1), tensor(Probabilities).log_softmax(1)), 0.23293889f },
        { "kl_div", () => nn.KLDivLoss(log_target: false).call(tensor(Logits).log_softmax(1), tensor(Probabilities)), 0.24893396f },
        { "gaussian_nll_loss", () => nn.functional.gaussian_nll_loss(tensor(Logits), tensor(Answers), tensor(Probabilities)), 3.56784463f },
        { "gaussian_nll_loss full", () => nn.functional.gaussian_nll_loss(tensor(Logits), tensor(Answers), tensor(Probabilities), full: true), 4.48678350f },
        { "poisson_nll_loss", () => nn.functional.poisson_nll_loss(tensor(Logits), tensor(Answers)), 5.11910772f },
        { "multilabel_soft_margin_loss", () => nn.functional.multilabel_soft_margin_loss(tensor(Logits), tensor(Answers)), 0.98675203f },
        { "triplet_margin_loss", () => nn.functional.triplet_margin_loss(tensor(Logits), tensor(Probabilities), tensor(Answers)), 0.91862357f },
        { "triplet_margin_with_distance_loss swap", () => nn.functional.triplet_margin_with_distance_loss(tensor(Logits), tensor(Probabilities), tensor(Answers), swap: true), 2.52159882f },
        { "multi_margin_loss", () => nn.functional.multi_margin_loss(tensor(Logits), Classes()), 0f },
    };

    [Theory]
    [MemberData(nameof(Losses), DisableDiscoveryEnumeration = true)]
    public void Loss_equals_PyTorch(string name, Func<Tensor> loss, float expected)
    {
        using var scope = NewDisposeScope();

        var value = loss();

        Assert.NotEmpty(name);
        Values.AreClose([expected], value);
    }

    [Fact]
    public void Loss_without_reduction_keeps_the_batch()
    {
        using var scope = NewDisposeScope();

        var losses = nn.functional.cross_entropy(tensor(Logits), Classes(), reduction: nn.Reduction.None);

        Assert.Equal([2L], losses.shape);
    }

    private static Tensor Classes() => tensor(new long[] { 1, 2 });
}
