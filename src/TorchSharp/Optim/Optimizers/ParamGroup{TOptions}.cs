namespace TorchSharp.Modules;

/// <summary>Parameters that share settings of one optimizer's kind.</summary>
/// <typeparam name="TOptions">The settings.</typeparam>
public class ParamGroup<TOptions> : ParamGroup
    where TOptions : OptimizerOptions
{
    /// <summary>A group to be filled.</summary>
    public ParamGroup()
    {
    }

    /// <summary>A group.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="options">The settings; null takes the optimizer's.</param>
    public ParamGroup(IEnumerable<Parameter> parameters, TOptions? options = null)
    {
        Parameters = parameters;
        base.Options = options!;
    }

    /// <summary>The settings; null takes the optimizer's.</summary>
    public new TOptions Options
    {
        get => (TOptions)base.Options;
        set => base.Options = value;
    }
}
