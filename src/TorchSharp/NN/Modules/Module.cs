using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>
        /// Base of every network part: a named tree of submodules, parameters and buffers that trains, moves, saves and is
        /// freed as one. A module owns what is registered with it; disposing it disposes its parameters, buffers and children.
        /// </summary>
        public partial class Module : IDisposable
        {
            /// <summary>Name given at construction.</summary>
            protected string? name;

            /// <summary>Children by name, in order of registration.</summary>
            protected OrderedDict<string, Module> _internal_submodules = new();

            /// <summary>Own buffers by name, with whether <see cref="state_dict"/> includes them.</summary>
            protected OrderedDict<string, (Tensor, bool)> _internal_buffers = new();

            /// <summary>Own parameters by name, in order of registration.</summary>
            protected OrderedDict<string, Parameter> _internal_params = new();

            /// <summary>Kind of device that the module was last moved to.</summary>
            protected DeviceType _deviceType = DeviceType.CPU;

            /// <summary>Index of the device that the module was last moved to; -1 where the kind has no index.</summary>
            protected int _deviceIndex = -1;

            private bool _training = true;
            private bool _disposed;

            /// <summary>A module without anything registered yet.</summary>
            /// <param name="name">Name, for messages only.</param>
            protected Module(string name) => this.name = name;

            /// <summary>True while training, false after <see cref="eval"/>.</summary>
            public virtual bool training => _training;

            /// <summary>The name given at construction.</summary>
            public virtual string GetName() => name ?? GetType().Name;

            /// <summary>Sets training mode here and in every descendant.</summary>
            public virtual void train(bool train = true)
            {
                _training = train;
                foreach (var (_, child) in named_children())
                    child.train(train);
            }

            /// <summary>Sets evaluation mode here and in every descendant.</summary>
            public virtual void eval() => train(false);

            /// <summary>Calls a function on every descendant, children first, then on this module.</summary>
            public virtual Module apply(Action<Module> fn)
            {
                ArgumentNullException.ThrowIfNull(fn);
                foreach (var (_, child) in _internal_submodules)
                    child.apply(fn);
                fn(this);
                return this;
            }

            /// <summary>Clears the gradient of every parameter.</summary>
            /// <param name="set_to_none">True to drop the gradients, false to fill them with zeros.</param>
            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var (_, parameter) in named_parameters())
                {
                    using var gradient = parameter.grad;
                    if (gradient is null)
                        continue;
                    if (set_to_none)
                        parameter.grad = null;
                    else
                        gradient.zero_().Dispose();
                }
            }

            /// <summary>Frees the parameters, buffers and descendants. May be called more than once.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Frees what the module owns; an override frees its own and calls the base.</summary>
            /// <param name="disposing">True when called from <see cref="Dispose()"/>.</param>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing || _disposed)
                    return;
                _disposed = true;

                foreach (var (_, (buffer, _)) in _internal_buffers)
                    buffer.Dispose();
                foreach (var (_, parameter) in _internal_params)
                    parameter.Dispose();
                foreach (var (_, child) in named_children())
                    child.Dispose();
            }
        }
    }
}
