using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>Parameters with their dotted names: own first, then each child's. A shared one is listed once.</summary>
            /// <param name="recurse">False for the module's own only.</param>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<nint> { 0 };
                foreach (var (own, parameter) in _internal_params)
                {
                    if (seen.Add(parameter.Handle))
                        yield return (own, parameter);
                }

                if (!recurse)
                    yield break;
                foreach (var (child, module) in _internal_submodules)
                {
                    foreach (var (inner, parameter) in module.named_parameters(true))
                    {
                        if (seen.Add(parameter.Handle))
                            yield return ($"{child}.{inner}", parameter);
                    }
                }
            }

            /// <summary>Buffers with their dotted names: own first, then each child's. A shared one is listed once.</summary>
            /// <param name="recurse">False for the module's own only.</param>
            /// <param name="include_nonpersistent">Whether to list buffers that <see cref="state_dict"/> leaves out.</param>
            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                var seen = new HashSet<nint> { 0 };
                foreach (var (own, (buffer, persistent)) in _internal_buffers)
                {
                    if ((persistent || include_nonpersistent) && seen.Add(buffer.Handle))
                        yield return (own, buffer);
                }

                if (!recurse)
                    yield break;
                foreach (var (child, module) in _internal_submodules)
                {
                    foreach (var (inner, buffer) in module.named_buffers(true, include_nonpersistent))
                    {
                        if (seen.Add(buffer.Handle))
                            yield return ($"{child}.{inner}", buffer);
                    }
                }
            }

            /// <summary>Direct children with their names.</summary>
            public virtual IEnumerable<(string name, Module module)> named_children() => _internal_submodules;

            /// <summary>All descendants with their dotted names: the children first, then theirs.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach (var child in _internal_submodules)
                    yield return child;
                foreach (var (child, module) in _internal_submodules)
                {
                    foreach (var (inner, descendant) in module.named_modules())
                        yield return ($"{child}.{inner}", descendant);
                }
            }

            /// <summary>Parameters, in the order of <see cref="named_parameters"/>.</summary>
            public virtual IEnumerable<Parameter> parameters(bool recurse = true) =>
                named_parameters(recurse).Select(entry => entry.parameter);

            /// <summary>Buffers, in the order of <see cref="named_buffers"/>.</summary>
            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(entry => entry.buffer);

            /// <summary>Direct children.</summary>
            public virtual IEnumerable<Module> children() => named_children().Select(entry => entry.module);

            /// <summary>All descendants.</summary>
            public virtual IEnumerable<Module> modules() => named_modules().Select(entry => entry.module);

            /// <summary>Whether a buffer of that dotted name exists.</summary>
            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            /// <summary>Whether a parameter of that dotted name exists.</summary>
            public virtual bool has_parameter(string target) => get_parameter(target) is not null;

            /// <summary>The buffer of that dotted name, or null.</summary>
            public virtual Tensor? get_buffer(string target)
            {
                ArgumentNullException.ThrowIfNull(target);
                if (_internal_buffers.TryGetValue(target, out var found))
                    return found.Item1;
                return Descend(target, out var rest)?.get_buffer(rest);
            }

            /// <summary>The parameter of that dotted name, or null.</summary>
            public virtual Parameter? get_parameter(string target)
            {
                ArgumentNullException.ThrowIfNull(target);
                if (_internal_params.TryGetValue(target, out var found))
                    return found;
                return Descend(target, out var rest)?.get_parameter(rest);
            }

            /// <summary>The module's own parameters, before registration by name.</summary>
            protected virtual (string name, Parameter parameter)[] _named_parameters() => [.. named_parameters(false)];

            /// <summary>The module's own buffers, before registration by name.</summary>
            protected virtual (string name, Tensor buffer)[] _named_buffers() => [.. named_buffers(false)];

            /// <summary>The parameters as an array.</summary>
            protected virtual Parameter[] _parameters(bool recurse = true) => [.. parameters(recurse)];

            private Module? Descend(string target, out string rest)
            {
                var dot = target.IndexOf('.', StringComparison.Ordinal);
                rest = target[(dot + 1)..];
                return dot < 0 ? null : named_children().FirstOrDefault(entry => entry.name == target[..dot]).module;
            }
        }
    }
}
