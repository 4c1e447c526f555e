using TorchSharp.Operators;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>(x - t)².</summary>
            public static Tensor mse_loss(Tensor input, Tensor target, nn.Reduction reduction = nn.Reduction.Mean) =>
                Aten.Call("mse_loss", input, target, (long)reduction);

            /// <summary>|x - t|.</summary>
            public static Tensor l1_loss(Tensor input, Tensor target, nn.Reduction reduction = nn.Reduction.Mean) =>
                Aten.Call("l1_loss", input, target, (long)reduction);

            /// <summary>Quadratic below beta, linear above, divided by beta.</summary>
            public static Tensor smooth_l1_loss(Tensor input, Tensor target, nn.Reduction reduction = nn.Reduction.Mean, double beta = 1) =>
                Aten.Call("smooth_l1_loss", input, target, (long)reduction, beta);

            /// <summary>Quadratic below delta, linear above.</summary>
            public static Tensor huber_loss(Tensor input, Tensor target, double delta = 1, nn.Reduction reduction = nn.Reduction.Mean) =>
                Aten.Call("huber_loss", input, target, (long)reduction, delta);

            /// <summary>Negative log-likelihood of a Poisson rate.</summary>
            public static Tensor poisson_nll_loss(
                Tensor input, Tensor target, bool log_input = true, bool full = false, float eps = 1e-8f, nn.Reduction reduction = nn.Reduction.Mean) =>
                Aten.Call("poisson_nll_loss", input, target, log_input, full, (double)eps, (long)reduction);

            /// <summary>½ (log σ² + (x - t)² / σ²), the variance held above eps; plus ½ log 2π when full.</summary>
            public static Tensor gaussian_nll_loss(
                Tensor input, Tensor target, Tensor variance, bool full = false, float eps = 1e-6f, nn.Reduction reduction = nn.Reduction.Mean)
            {
                using var scope = NewDisposeScope();
                var floor = Aten.Call("add.Tensor", variance, Aten.Call("clamp_min", (Argument)Aten.Call("sub.Tensor", Aten.Call("full_like", (Argument)variance, (double)eps), variance.detach()), 0.0));
                var squared = Aten.Call("square", Aten.Call("sub.Tensor", input, target));
                var losses = Aten.Call("add.Tensor", Aten.Call("log", floor), Aten.Call("div.Tensor", squared, floor));
                losses = Aten.WithNumber("mul.Tensor", losses, 0.5);
                if (full)
                    losses = Aten.WithNumber("add.Tensor", losses, 0.5 * Math.Log(2 * Math.PI));
                return Reduced(losses, reduction).MoveToOuterDisposeScope();
            }
        }
    }
}
