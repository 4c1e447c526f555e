using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Modules one after the other, each fed with the result of the one before.</summary>
public class Sequential : nn.Module<Tensor, Tensor>
{
    private readonly List<nn.Module<Tensor, Tensor>> _modules = [];

    /// <summary>Named modules, in order.</summary>
    protected internal Sequential(params (string name, nn.Module<Tensor, Tensor> submodule)[] modules)
        : base(nameof(Sequential))
    {
        foreach (var (key, module) in modules)
            Append(key, module);
    }

    /// <summary>Modules, in order, named by their position.</summary>
    protected internal Sequential(params nn.Module<Tensor, Tensor>[] modules)
        : base(nameof(Sequential))
    {
        foreach (var module in modules)
            append(module);
    }

    /// <summary>Number of modules.</summary>
    public int Count => _modules.Count;

    /// <summary>The module at a position.</summary>
    public nn.IModule<Tensor, Tensor> this[int index] => _modules[index];

    /// <summary>A part of the sequence, over the same modules.</summary>
    public Sequential this[(int? start, int? end) index] => Slice(index.start ?? 0, index.end ?? Count);

    /// <summary>A part of the sequence, over the same modules.</summary>
    public Sequential this[Range index]
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
    public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
    {
        Append(name, (nn.Module<Tensor, Tensor>)module);
        return this;
    }

    /// <summary>Adds a module at the end, named by its position.</summary>
    /// <returns>This sequence.</returns>
    public Sequential append(nn.IModule<Tensor, Tensor> module) => append($"{_modules.Count}", module);

    /// <summary>The result of the last module. What lies between is freed, unless the gradient needs it.</summary>
    public override Tensor forward(Tensor tensor)
    {
        if (_modules.Count == 0)
            return tensor.alias();
        if (_modules.Count == 1)
            return _modules[0].call(tensor);

        using var scope = NewDisposeScope();
        var current = tensor;
        foreach (var module in _modules)
            current = module.call(current);
        return current.MoveToOuterDisposeScope();
    }

    private Sequential Slice(int start, int end) =>
        new([.. named_children().Skip(start).Take(end - start).Select(entry => (entry.name, (nn.Module<Tensor, Tensor>)entry.module))]);

    private void Append(string key, nn.Module<Tensor, Tensor> module)
    {
        register_module(key, module);
        _modules.Add(module);
    }
}
