using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Base of all optimizers: changes parameters by the gradients that backward has left on them.</summary>
        public abstract partial class Optimizer : IDisposable
        {
            /// <summary>Groups of parameters, each with settings of its own.</summary>
            protected IList<ParamGroup> _parameter_groups = [];

            /// <summary>An optimizer written in managed code, as all are here.</summary>
            /// <param name="handle">Zero.</param>
            protected Optimizer(nint handle)
            {
                if (handle != 0)
                    throw new ArgumentException("This runtime has no optimizers in native code; pass 0.", nameof(handle));
            }

            /// <summary>The groups, as schedulers see them.</summary>
            public virtual IEnumerable<ILearningRateController> ParamGroups => _parameter_groups;

            /// <summary>Fills every gradient with zeros; a parameter without one keeps none.</summary>
            public abstract void zero_grad();

            /// <summary>Adds a group of parameters.</summary>
            public abstract void add_param_group(ParamGroup param_group);

            /// <summary>Changes every parameter that has a gradient.</summary>
            /// <param name="closure">Computes the loss anew, with gradients, before the step; optional.</param>
            /// <returns>What the closure returned, or null.</returns>
            public abstract Tensor? step(Func<Tensor>? closure = null);

            /// <summary>All parameters, group by group.</summary>
            public virtual IEnumerable<Parameter> parameters() => _parameter_groups.SelectMany(group => group.Parameters);

            /// <summary>Frees the optimizer's state; the parameters are not its own.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Frees the optimizer's state.</summary>
            protected virtual void Dispose(bool disposing)
            {
            }
        }
    }
}
