using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            /// <summary>One linear layer that computes what a layer and the batch normalisation after it compute in evaluation.</summary>
            /// <exception cref="ArgumentException">One of them is in training, or the normalisation has no running statistics or scale.</exception>
            public static Linear fuse_linear_bn_eval(Linear linear, BatchNorm bn)
            {
                if (linear.training || bn.training)
                    throw new ArgumentException("Fusion is for evaluation only: call eval() on both modules first.");
                if (bn.running_mean is null || bn.running_var is null || !bn.affine)
                    throw new ArgumentException("Fusion needs a normalisation with running statistics, scale and shift.");

                var (weight, bias) = fuse_linear_bn_weights(
                    linear.weight, linear.bias!, bn.running_mean, bn.running_var, bn.eps, bn.weight, bn.bias!);
                var fused = new Linear(weight, bias);
                fused.eval();
                return fused;
            }

            /// <summary>Weight and bias of a linear layer and the batch normalisation after it, as one. Both are the caller's.</summary>
            public static (Parameter weight, Parameter bias) fuse_linear_bn_weights(
                Tensor linear_w, Tensor linear_b, Tensor bn_rm, Tensor bn_rv, double bn_eps, Tensor bn_w, Tensor bn_b) =>
                Fuse(linear_w, linear_b, new Statistics(bn_rm, bn_rv, bn_eps, bn_w, bn_b), 0);

            /// <summary>Weight and bias of a convolution and the batch normalisation after it, as one. Both are the caller's.</summary>
            public static (Parameter weight, Parameter bias) fuse_conv_bn_weights(
                Tensor conv_w, Tensor? conv_b, Tensor bn_rm, Tensor bn_rv, double bn_eps, Tensor? bn_w, Tensor? bn_b, bool transpose = false) =>
                Fuse(conv_w, conv_b, new Statistics(bn_rm, bn_rv, bn_eps, bn_w, bn_b), transpose ? 1 : 0);

            // w' = w γ/√(σ² + ε), b' = (b - μ) γ/√(σ² + ε) + β
            private static (Parameter Weight, Parameter Bias) Fuse(Tensor weight, Tensor? bias, Statistics norm, int outputDimension)
            {
                using var untracked = no_grad();
                using var scope = NewDisposeScope();
                var scale = norm.Variance.add(norm.Eps).rsqrt();
                if (norm.Scale is not null)
                    scale = scale.mul(norm.Scale);
                var shape = new long[weight.Dimensions];
                Array.Fill(shape, 1);
                shape[outputDimension] = -1;

                var shift = bias is null ? norm.Mean.neg() : bias.sub(norm.Mean);
                shift = shift.mul(scale);
                if (norm.Shift is not null)
                    shift = shift.add(norm.Shift);
                return (
                    NewParameter.Of(weight.mul(scale.reshape(shape)), weight.requires_grad),
                    NewParameter.Of(shift, bias?.requires_grad ?? weight.requires_grad));
            }

            private sealed record Statistics(Tensor Mean, Tensor Variance, double Eps, Tensor? Scale, Tensor? Shift);
        }
    }
}
