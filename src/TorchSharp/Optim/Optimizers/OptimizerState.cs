using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What an optimizer remembers about one parameter.</summary>
public abstract class OptimizerState
{
    /// <summary>The parameter.</summary>
    protected Parameter _parameter;

    /// <summary>State of a parameter, empty until <see cref="Initialize"/>.</summary>
    protected OptimizerState(Parameter parameter) => _parameter = parameter;

    /// <summary>Begins anew.</summary>
    public abstract void Initialize(OptimizerOptions options);

    /// <summary>Writes the state.</summary>
    public abstract void SaveStateDict(BinaryWriter writer);

    /// <summary>Reads the state.</summary>
    public abstract void LoadStateDict(BinaryReader reader);

    /// <summary>Takes the values of another state.</summary>
    public abstract void LoadStateDict(OptimizerState source);

    /// <summary>Whether another state has nearly the same values.</summary>
    public virtual bool ApproximatelyEquals(OptimizerState other) => false;

    /// <summary>Moves the state to a device.</summary>
    public virtual void to(Device device)
    {
    }

    /// <summary>Writes whether there is a tensor, and the tensor.</summary>
    protected static void SaveConditionalStateTensor(BinaryWriter writer, Tensor? tensor)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(tensor is not null);
        tensor?.Save(writer);
    }

    /// <summary>Reads what <see cref="SaveConditionalStateTensor"/> wrote, in place of the tensor given.</summary>
    protected static void LoadConditionalStateTensor(BinaryReader reader, ref Tensor? result, Device device)
    {
        ArgumentNullException.ThrowIfNull(reader);
        result?.Dispose();
        result = null;
        if (!reader.ReadBoolean())
            return;
        using var read = TensorExtensionMethods.Load(reader);
        result = read.to(device, copy: true).DetachFromDisposeScope();
    }

    private protected static void Move(ref Tensor? tensor, Device device)
    {
        if (tensor is null)
            return;
        var moved = tensor.to(device).DetachFromDisposeScope();
        if (ReferenceEquals(moved, tensor))
            return;
        tensor.Dispose();
        tensor = moved;
    }

    private protected static void Take(ref Tensor? own, Tensor? source)
    {
        if (ReferenceEquals(own, source))
            return;
        var device = own?.device;
        own?.Dispose();
        own = source?.clone().DetachFromDisposeScope();
        if (device is not null)
            Move(ref own, device);
    }

    private protected static bool Near(Tensor? left, Tensor? right) =>
        left is null || right is null ? left is null && right is null : left.allclose(right);
}
