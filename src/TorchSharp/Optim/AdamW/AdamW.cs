using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Adam with decoupled weight decay: the parameter itself shrinks by the rate times the decay (Loshchilov and Hutter 2019).</summary>
public partial class AdamW : OptimizerHelper, IBetas
{
    private readonly Action<ParamGroup> _update;

    /// <summary>An optimizer of one group.</summary>
    public AdamW(
        IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-08,
        double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
    {
    }

    /// <summary>An optimizer of several groups; the settings here serve the groups that have none.</summary>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public AdamW(
        IEnumerable<ParamGroup> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-08,
        double weight_decay = 0, bool amsgrad = false, bool maximize = false)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        AdamRule.Check(lr, beta1, beta2, eps, weight_decay);
        _update = Update;
        _defaults = new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            beta1 = beta1,
            beta2 = beta2,
            eps = eps,
            weight_decay = weight_decay,
            amsgrad = amsgrad,
            maximize = maximize,
        };
        foreach (var group in parameters)
            add_param_group(group);
    }

    /// <summary>Decay rates of the optimizer's own settings.</summary>
    public (double, double) Betas
    {
        get => (((Options)_defaults).beta1!.Value, ((Options)_defaults).beta2!.Value);
        set => (((Options)_defaults).beta1, ((Options)_defaults).beta2) = value;
    }

    /// <inheritdoc/>
    public override Tensor? step(Func<Tensor>? closure = null) => _step(_update, closure);

    /// <inheritdoc/>
    public override void add_param_group(Modules.ParamGroup param_group)
    {
        base.add_param_group(param_group);
        param_group.Options = ((Options?)param_group.Options ?? new Options()).Completed((Options)_defaults);
        Own(param_group, parameter => new State(parameter));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => base.Dispose(disposing);

    private void Update(ParamGroup group)
    {
        var options = group.Options;
        var rule = new AdamRule(
            options.LearningRate!.Value, options.beta1!.Value, options.beta2!.Value, options.eps!.Value, options.weight_decay!.Value,
            WeightDecay.Decoupled, options.maximize!.Value);
        foreach (var parameter in group.Parameters)
        {
            var gradient = Gradients.HandleOf(parameter);
            if (gradient == 0)
                continue;
            var state = (State)_state[parameter.Handle];
            state.step++;
            rule.Apply(parameter, gradient, new AdamMoments(state.step, state.exp_avg, state.exp_avg_sq, state.max_exp_avg_sq));
        }
    }
}
