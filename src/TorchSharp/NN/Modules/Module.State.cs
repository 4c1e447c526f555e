namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>Parameters and persistent buffers by dotted name. The tensors are the module's own, not copies.</summary>
            /// <param name="destination">Where to collect them; a new dictionary when null.</param>
            /// <param name="prefix">Put before every name, with a dot.</param>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                string Full(string part) => string.IsNullOrEmpty(prefix) ? part : $"{prefix}.{part}";

                foreach (var (own, parameter) in named_parameters())
                    destination.TryAdd(Full(own), parameter);
                foreach (var (own, buffer) in named_buffers(include_nonpersistent: false))
                    destination.TryAdd(Full(own), buffer);
                foreach (var (child, module) in _internal_submodules)
                    module.state_dict(destination, Full(child));
                return destination;
            }

            /// <summary>Copies values into the module's own tensors.</summary>
            /// <param name="source">Tensors by dotted name; borrowed.</param>
            /// <param name="strict">Whether the names must be exactly those of <see cref="state_dict"/>.</param>
            /// <param name="skip">Names to leave alone on both sides.</param>
            /// <returns>Names that the module has and the source lacks, and the reverse.</returns>
            /// <exception cref="InvalidOperationException">Strict, and the names differ.</exception>
            /// <exception cref="ArgumentException">A tensor has another shape than its target.</exception>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                ArgumentNullException.ThrowIfNull(source);
                var destination = state_dict();
                bool Wanted(string key) => skip is null || !skip.Contains(key);
                var missing = destination.Keys.Where(key => Wanted(key) && !source.ContainsKey(key)).ToList();
                var unexpected = source.Keys.Where(key => Wanted(key) && !destination.ContainsKey(key)).ToList();

                if (strict && (missing.Count > 0 || unexpected.Count > 0))
                {
                    throw new InvalidOperationException(
                        "The loaded state_dict is not identical to the target dictionary. " +
                        $"Missing: [{string.Join(", ", missing)}]. Unexpected: [{string.Join(", ", unexpected)}]. " +
                        "Pass strict: false to load what matches.");
                }

                using var untracked = no_grad();
                foreach (var (key, value) in source)
                {
                    if (Wanted(key) && destination.TryGetValue(key, out var target))
                        CopyInto(target, value, key);
                }
                return (missing, unexpected);
            }

            private static void CopyInto(Tensor target, Tensor value, string key)
            {
                if (!target.shape.AsSpan().SequenceEqual(value.shape))
                {
                    throw new ArgumentException(
                        $"'{key}' has shape [{string.Join(", ", value.shape)}], " +
                        $"but the module's is [{string.Join(", ", target.shape)}].");
                }
                target.copy_(value);
            }
        }
    }
}
