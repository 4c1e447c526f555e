using TorchSharp.Operators;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>-log softmax(input)[target], the mean over the batch unless told otherwise.</summary>
            /// <param name="input">Logits, [batch, classes, ...] or [classes].</param>
            /// <param name="target">Class numbers, int64, [batch, ...]; or probabilities of the input's shape.</param>
            /// <param name="weight">[classes], or null.</param>
            /// <param name="ignore_index">A target that counts for nothing.</param>
            /// <param name="reduction">How the losses become one number.</param>
            /// <param name="label_smoothing">Share of the target spread over all classes.</param>
            public static Tensor cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100, nn.Reduction reduction = nn.Reduction.Mean,
                double label_smoothing = 0) =>
                Aten.Call("cross_entropy_loss", input, target, weight, (long)reduction, ignore_index, label_smoothing);

            /// <summary>-input[target], of log-probabilities.</summary>
            public static Tensor nll_loss(Tensor input, Tensor target, Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean) =>
                Aten.Call("nll_loss_nd", input, target, weight, (long)reduction);

            /// <summary>-(t log p + (1 - t) log(1 - p)), of probabilities.</summary>
            public static Tensor binary_cross_entropy(Tensor input, Tensor target, Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean) =>
                Aten.Call("binary_cross_entropy", input, target, weight, (long)reduction);

            /// <summary>-(w t log σ(x) + (1 - t) log(1 - σ(x))), of logits, without overflow.</summary>
            public static Tensor binary_cross_entropy_with_logits(
                Tensor input, Tensor target, Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean, Tensor? pos_weights = null) =>
                Aten.Call("binary_cross_entropy_with_logits", input, target, weight, pos_weights, (long)reduction);

            /// <summary>t (log t - x), of log-probabilities x; t is a logarithm too unless log_target is false.</summary>
            public static Tensor kl_div(Tensor input, Tensor target, bool log_target = true, nn.Reduction reduction = nn.Reduction.Mean) =>
                Aten.Call("kl_div", input, target, (long)reduction, log_target);

            /// <summary>Hinge loss of one class against all others.</summary>
            public static Tensor multi_margin_loss(
                Tensor input, Tensor target, int p = 1, double margin = 1, Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean) =>
                Aten.Call("multi_margin_loss", input, target, (long)p, margin, weight, (long)reduction);

            /// <summary>Hinge loss of several classes against all others.</summary>
            public static Tensor multi_label_margin_loss(Tensor input, Tensor target, nn.Reduction reduction = nn.Reduction.Mean) =>
                Aten.Call("multilabel_margin_loss", input, target, (long)reduction);

            /// <summary>The mean binary cross entropy of several labels.</summary>
            public static Tensor multilabel_soft_margin_loss(Tensor input, Tensor target, Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean)
            {
                using var scope = NewDisposeScope();
                var losses = binary_cross_entropy_with_logits(input, target, weight, nn.Reduction.None);
                return Reduced(losses.mean([-1]), reduction).MoveToOuterDisposeScope();
            }

            /// <summary>Connectionist temporal classification (Graves et al. 2006).</summary>
            public static Tensor ctc_loss(
                Tensor log_probs, Tensor targets, Tensor input_lengths, Tensor target_lengths, long blank = 0, bool zero_infinity = false,
                nn.Reduction reduction = nn.Reduction.Mean) =>
                Aten.Call("ctc_loss.Tensor", log_probs, targets, input_lengths, target_lengths, blank, (long)reduction, zero_infinity);

            private static Tensor Reduced(Tensor losses, nn.Reduction reduction) => reduction switch
            {
                nn.Reduction.Mean => Aten.Call("mean", (Argument)losses),
                nn.Reduction.Sum => Aten.Call("sum", (Argument)losses),
                _ => losses,
            };
        }
    }
}
