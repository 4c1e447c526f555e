using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            private bool _componentsRegistered;

            /// <summary>Adds a buffer: a tensor that belongs to the module's state but is not trained.</summary>
            /// <param name="name">Its name within this module.</param>
            /// <param name="tensor">The buffer; owned by the module from now on.</param>
            /// <param name="persistent">Whether <see cref="state_dict"/> and <c>save</c> include it.</param>
            /// <exception cref="ArgumentNullException">The tensor is null or disposed.</exception>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                if (tensor is null || tensor.IsInvalid)
                    throw new ArgumentNullException(nameof(tensor), $"Buffer '{name}' is null or disposed; a buffer needs a live tensor.");
                if (_internal_buffers.ContainsKey(name))
                    throw new InvalidOperationException($"Tensor {name} is already registered.");
                _internal_buffers.Add(name, (tensor, persistent));
            }

            /// <summary>Adds a parameter: a tensor that is trained.</summary>
            /// <param name="name">Its name within this module.</param>
            /// <param name="param">The parameter; owned by the module from now on.</param>
            /// <exception cref="ArgumentNullException">The parameter is null or disposed.</exception>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_parameter(string name, Parameter param)
            {
                if (param is null || param.IsInvalid)
                    throw new ArgumentNullException(nameof(param), $"Parameter '{name}' is null or disposed; a parameter needs a live tensor.");
                if (_internal_params.ContainsKey(name))
                    throw new InvalidOperationException($"Parameter {name} is already registered.");
                _internal_params.Add(name, param);
            }

            /// <summary>Adds a submodule; null removes the one of that name.</summary>
            /// <param name="name">Its name within this module, without a dot.</param>
            /// <param name="submodule">The child; owned by the module from now on.</param>
            /// <exception cref="ArgumentException">The name is empty or has a dot.</exception>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_module(string name, Module submodule)
            {
                if (submodule is null || submodule._disposed)
                {
                    _internal_submodules.Remove(name);
                    return;
                }
                if (string.IsNullOrEmpty(name))
                    throw new ArgumentException("module name can't be empty string \"\"", nameof(name));
                if (name.Contains('.'))
                    throw new ArgumentException($"module name can't contain \".\", got: {name}", nameof(name));
                if (_internal_submodules.ContainsKey(name))
                    throw new InvalidOperationException($"Sub-module {name} is already registered.");

                submodule.RegisterComponents();
                _internal_submodules.Add(name, submodule);
            }

            /// <summary>The same as <see cref="register_module"/>.</summary>
            public void add_module(string name, Module module) => register_module(name, module);

            /// <summary>
            /// Registers the fields of the object, up the class chain: a module as submodule, a parameter as parameter, any
            /// other tensor as buffer. Called at the end of a constructor; the second call does nothing.
            /// </summary>
            protected virtual void RegisterComponents()
            {
                if (_componentsRegistered)
                    return;

                foreach (var field in ComponentFields.Of(GetType()))
                {
                    var component = field.ComponentName();
                    if (_internal_submodules.ContainsKey(component) || _internal_params.ContainsKey(component) ||
                        _internal_buffers.ContainsKey(component))
                    {
                        continue;
                    }

                    switch (field.GetValue(this))
                    {
                        case Module module:
                            register_module(component, module);
                            break;
                        case Parameter parameter:   // a parameter is a tensor too: this case comes first
                            register_parameter(component, parameter);
                            break;
                        case Tensor tensor:
                            register_buffer(component, tensor);
                            break;
                    }
                }

                _componentsRegistered = true;
            }

            /// <summary>Registers, replaces or (null) removes a buffer.</summary>
            protected void ConditionallyRegisterBuffer(string name, Tensor? value, bool persistent = true)
            {
                if (value is null)
                    _internal_buffers.Remove(name);
                else
                    _internal_buffers[name] = (value, persistent);
            }

            /// <summary>Registers, replaces or (null) removes a parameter.</summary>
            protected void ConditionallyRegisterParameter(string name, Parameter? value)
            {
                if (value is null)
                    _internal_params.Remove(name);
                else
                    _internal_params[name] = value;
            }

            /// <summary>Registers, replaces or (null) removes a parameter; a plain tensor becomes one that requires a gradient.</summary>
            protected void ConditionallyRegisterParameter(string name, Tensor value) =>
                ConditionallyRegisterParameter(name, value is null ? null : value as Parameter ?? new Parameter(value));

            private protected void Replace(ref Parameter? own, Parameter? value, string component)
            {
                if (ReferenceEquals(own, value))
                    return;
                own?.Dispose();
                own = (Parameter?)value?.DetachFromDisposeScope();
                ConditionallyRegisterParameter(component, own);
            }

            private protected void Replace(ref Tensor? own, Tensor? value, string component)
            {
                if (ReferenceEquals(own, value))
                    return;
                own?.Dispose();
                own = value?.DetachFromDisposeScope();
                ConditionallyRegisterBuffer(component, own);
            }

            /// <summary>Forgets the children without disposing them.</summary>
            protected void ClearModules() => _internal_submodules.Clear();
        }
    }
}
