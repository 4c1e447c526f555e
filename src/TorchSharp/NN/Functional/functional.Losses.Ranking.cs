using TorchSharp.Operators;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>1 - cos where the target is 1, max(0, cos - margin) where it is -1.</summary>
            public static Tensor cosine_embedding_loss(Tensor input1, Tensor input2, Tensor target, double margin = 0, nn.Reduction reduction = nn.Reduction.Mean) =>
                Aten.Call("cosine_embedding_loss", input1, input2, target, margin, (long)reduction);

            /// <summary>x where the target is 1, max(0, margin - x) where it is -1.</summary>
            public static Tensor hinge_embedding_loss(Tensor input, Tensor target, double margin = 0, nn.Reduction reduction = nn.Reduction.Mean) =>
                Aten.Call("hinge_embedding_loss", input, target, margin, (long)reduction);

            /// <summary>max(0, -t (x₁ - x₂) + margin).</summary>
            public static Tensor margin_ranking_loss(Tensor input1, Tensor input2, Tensor target, double margin = 0, nn.Reduction reduction = nn.Reduction.Mean) =>
                Aten.Call("margin_ranking_loss", input1, input2, target, margin, (long)reduction);

            /// <summary>log(1 + exp(-t x)).</summary>
            public static Tensor soft_margin_loss(Tensor input, Tensor target, nn.Reduction reduction = nn.Reduction.Mean) =>
                Aten.Call("soft_margin_loss", input, target, (long)reduction);

            /// <summary>max(0, d(anchor, positive) - d(anchor, negative) + margin), d a p-norm.</summary>
            public static Tensor triplet_margin_loss(
                Tensor anchor, Tensor positive, Tensor negative, double margin = 1, long p = 2, double eps = 1e-06, bool swap = false,
                nn.Reduction reduction = nn.Reduction.Mean) =>
                Aten.Call("triplet_margin_loss", anchor, positive, negative, margin, (double)p, eps, swap, (long)reduction);

            /// <summary>The triplet loss with a distance of the caller's; by default the Euclidean one.</summary>
            public static Tensor triplet_margin_with_distance_loss(
                Tensor anchor, Tensor positive, Tensor negative, Func<Tensor, Tensor, Tensor>? distance = null, double margin = 1,
                bool swap = false, nn.Reduction reduction = nn.Reduction.Mean)
            {
                using var scope = NewDisposeScope();
                distance ??= (left, right) => Aten.Call("pairwise_distance", left, right);
                var near = distance(anchor, positive);
                var far = distance(anchor, negative);
                if (swap)
                    far = Aten.Call("minimum", far, distance(positive, negative));
                var losses = Aten.Call("clamp_min", (Argument)Aten.WithNumber("add.Tensor", Aten.Call("sub.Tensor", near, far), margin), 0.0);
                return Reduced(losses, reduction).MoveToOuterDisposeScope();
            }
        }
    }
}
