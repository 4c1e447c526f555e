using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>What all optimizers share: groups, state by parameter, and the loop over groups.</summary>
public abstract partial class OptimizerHelper : Optimizer
{
    /// <summary>Settings that a group takes where it has none.</summary>
    protected OptimizerOptions _defaults = new();

    /// <summary>State by the handle of its parameter.</summary>
    protected OrderedDict<nint, OptimizerState> _state = new();

    /// <summary>An optimizer without groups yet.</summary>
    public OptimizerHelper()
        : base(0)
    {
    }

    /// <inheritdoc/>
    public override IEnumerable<Parameter> parameters() => _parameter_groups.SelectMany(group => group.Parameters);

    /// <inheritdoc/>
    public override void add_param_group(ParamGroup param_group)
    {
        ArgumentNullException.ThrowIfNull(param_group);
        param_group.Parameters = [.. param_group.Parameters];
        _parameter_groups.Add(param_group);
    }

    /// <inheritdoc/>
    public override void zero_grad()
    {
        using var untracked = no_grad();
        foreach (var group in _parameter_groups)
        {
            foreach (var parameter in group.Parameters)
                Gradients.Clear(parameter);
        }
    }

    /// <summary>Moves all state to a device.</summary>
    public void to(Device device)
    {
        foreach (var (_, state) in _state)
            state.to(device);
    }

    /// <summary>Runs a step: the closure with gradients, then the body for each group without, in a dispose scope.</summary>
    /// <returns>What the closure returned, or null.</returns>
    protected Tensor? _step<T>(Action<T> body, Func<Tensor>? loss_closure = null)
        where T : ParamGroup
    {
        ArgumentNullException.ThrowIfNull(body);
        Tensor? loss = null;
        if (loss_closure is not null)
        {
            using var tracked = enable_grad();
            loss = loss_closure();
        }

        using var untracked = no_grad();
        using var scope = NewDisposeScope();
        foreach (var group in _parameter_groups)
            body((T)group);
        return loss;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        foreach (var (_, state) in _state)
            (state as IDisposable)?.Dispose();
        _state.Clear();
    }

    private protected void Own(ParamGroup group, Func<Parameter, OptimizerState> stateOf)
    {
        group.Options.InitialLearningRate = group.Options.LearningRate!.Value;
        foreach (var parameter in group.Parameters)
        {
            var state = stateOf(parameter);
            state.Initialize(group.Options);
            _state[parameter.Handle] = state;
        }
    }
}
