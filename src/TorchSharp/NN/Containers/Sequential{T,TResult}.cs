using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Base of sequences whose modules take and give anything; the subclass writes forward.</summary>
/// <typeparam name="T">Type of the input.</typeparam>
/// <typeparam name="TResult">Type of the result.</typeparam>
public abstract class Sequential<T, TResult> : nn.Module<T, TResult>
{
    private readonly List<nn.Module> _modules = [];

    /// <summary>Named modules, in order.</summary>
    protected Sequential(params (string name, nn.Module submodule)[] modules)
        : base(nameof(Sequential<,>))
    {
        foreach (var (key, module) in modules)
            Register(key, module);
    }

    /// <summary>Modules, in order, named by their position.</summary>
    protected Sequential(params nn.Module[] modules)
        : base(nameof(Sequential<,>))
    {
        foreach (var module in modules)
            Register($"{_modules.Count}", module);
    }

    /// <summary>Number of modules.</summary>
    public int Count => _modules.Count;

    /// <summary>The module at a position.</summary>
    public nn.Module this[int index] => _modules[index];

    /// <summary>A part of the sequence, over the same modules.</summary>
    public Sequential<T, TResult> this[(int? start, int? end) index] => Slice(index.start ?? 0, index.end ?? Count);

    /// <summary>A part of the sequence, over the same modules.</summary>
    public Sequential<T, TResult> this[Range index]
    {
        get
        {
            var (start, length) = index.GetOffsetAndLength(Count);
            return Slice(start, start + length);
        }
    }

    /// <inheritdoc/>
    public override void train(bool on = true) => base.train(on);

    /// <inheritdoc/>
    public override IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_persistent = true) =>
        base.named_buffers(recurse, include_persistent);

    /// <summary>Adds a module at the end.</summary>
    /// <returns>This sequence.</returns>
    public Sequential<T, TResult> append(string name, nn.Module module)
    {
        Add(name, module);
        return this;
    }

    /// <summary>Adds a module at the end, named by its position.</summary>
    /// <returns>This sequence.</returns>
    public Sequential<T, TResult> append(nn.Module module) => append($"{_modules.Count}", module);

    /// <summary>Adds a module at the end.</summary>
    protected internal void Add(string name, nn.Module sm) => Register(name, sm);

    /// <summary>Adds a module at the end, named by its position.</summary>
    protected internal void Add(nn.Module module) => Add($"{_modules.Count}", module);

    /// <summary>A part of the sequence; a subclass that allows it makes one of its own kind.</summary>
    /// <exception cref="NotSupportedException">The subclass does not.</exception>
    protected virtual Sequential<T, TResult> Slice(int start, int end) =>
        throw new NotSupportedException($"{GetType().Name} cannot be sliced: it does not override Slice({start}, {end}).");

    private void Register(string key, nn.Module module)
    {
        register_module(key, module);
        _modules.Add(module);
    }
}
