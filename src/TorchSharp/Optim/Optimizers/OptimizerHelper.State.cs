using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

public abstract partial class OptimizerHelper
{
    /// <summary>The settings and state, live: changing them changes the optimizer.</summary>
    public virtual Optimizer.StateDictionary state_dict()
    {
        var result = new Optimizer.StateDictionary();
        foreach (var group in _parameter_groups)
        {
            List<int> positions = [];
            foreach (var parameter in group.Parameters)
            {
                positions.Add(result.State.Count);
                result.State.Add(_state[parameter.Handle]);
            }
            result.Options.Add(group.Options);
            result.StateIndexRef.Add(positions);
        }
        return result;
    }

    /// <summary>Takes settings and state, by value, of an optimizer with groups of the same sizes.</summary>
    /// <exception cref="ArgumentException">The number of groups or parameters differs.</exception>
    public virtual void load_state_dict(Optimizer.StateDictionary state_dict)
    {
        ArgumentNullException.ThrowIfNull(state_dict);
        var own = this.state_dict();
        RequireSameCounts(own, state_dict.Options.Count, state_dict.State.Count);
        for (var i = 0; i < own.Options.Count; i++)
            own.Options[i].LoadStateDict(state_dict.Options[i]);
        for (var i = 0; i < own.State.Count; i++)
            own.State[i].LoadStateDict(state_dict.State[i]);
    }

    /// <summary>Writes settings and state to a file.</summary>
    public void save_state_dict(string location)
    {
        using var stream = File.Create(location);
        using var writer = new BinaryWriter(stream);
        save_state_dict(writer);
    }

    /// <summary>Writes settings and state, in TorchSharp's own format; the writer stays open.</summary>
    public void save_state_dict(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var own = state_dict();
        writer.Write(GetType().Name);
        writer.Write7BitEncodedInt64(own.Options.Count);
        writer.Write7BitEncodedInt64(own.State.Count);
        foreach (var options in own.Options)
            options.SaveStateDict(writer);
        foreach (var state in own.State)
            state.SaveStateDict(writer);
    }

    /// <summary>Reads settings and state from a file.</summary>
    /// <inheritdoc cref="load_state_dict(BinaryReader)"/>
    public void load_state_dict(string location)
    {
        using var stream = File.OpenRead(location);
        using var reader = new BinaryReader(stream);
        load_state_dict(reader);
    }

    /// <summary>Reads settings and state written by <see cref="save_state_dict(BinaryWriter)"/>; the reader stays open.</summary>
    /// <exception cref="InvalidDataException">They are those of another kind of optimizer.</exception>
    /// <exception cref="ArgumentException">The number of groups or parameters differs.</exception>
    public void load_state_dict(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var kind = reader.ReadString();
        if (kind != GetType().Name)
            throw new InvalidDataException($"Mismatched optimizer type: expected '{GetType().Name}', but found '{kind}' in the loaded stream.");

        var own = state_dict();
        RequireSameCounts(own, reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64());
        foreach (var options in own.Options)
            options.LoadStateDict(reader);
        foreach (var state in own.State)
            state.LoadStateDict(reader);
    }

    private static void RequireSameCounts(Optimizer.StateDictionary own, long groups, long states)
    {
        if (groups != own.Options.Count)
            throw new ArgumentException($"Invalid optimizer state -- different number of parameter groups: expected {own.Options.Count}, found {groups}.");
        if (states != own.State.Count)
            throw new ArgumentException($"Invalid optimizer state -- different number of states: expected {own.State.Count}, found {states}.");
    }
}
