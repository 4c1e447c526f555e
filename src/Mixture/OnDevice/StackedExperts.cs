using MoECollab.Gating.Numerics.Stacks;
using MoECollab.Mixture.Executing;
using static TorchSharp.torch;

namespace MoECollab.Mixture.OnDevice;

/// <summary>A mixture's experts of built-in kinds on their stacks, as their weights were when it was made.</summary>
internal sealed class StackedExperts : IDisposable
{
    private readonly (int Stack, int Index)[] _places; // of each position; stack −1 where it is on none
    private readonly (IStackable Expert, long Changes)[] _made;
    private readonly Tensor[] _indices; // for each stack, the index of each position, [N]; E where it is not on it

    /// <summary>Stacks what can be stacked.</summary>
    /// <param name="slots">The experts by position.</param>
    /// <param name="hiddenSize">d of the encoder; an expert that was made for another answers by itself, with what is wrong.</param>
    /// <param name="device">Where.</param>
    public StackedExperts(ExpertSlot[] slots, int hiddenSize, Device device)
    {
        _made = [.. slots.Where(slot => slot.Stackable is not null).Select(slot => (slot.Stackable!, slot.Stackable!.Changes))];
        var stacked = slots.Where(slot => slot.Stackable is not null).Select(slot => (slot.Position, Form: slot.Stackable!.Form()))
            .Where(pair => pair.Form.Hidden == hiddenSize && pair.Form.Outputs == slots[pair.Position].Columns).ToArray();
        var groups = StackGroups.Of([.. stacked.Select(pair => pair.Form)]);
        _places = new (int, int)[slots.Length];
        Array.Fill(_places, (-1, 0));
        for (var stack = 0; stack < groups.Count; stack++)
        {
            for (var index = 0; index < groups[stack].Count; index++)
                _places[stacked[groups[stack][index]].Position] = (stack, index);
        }

        var made = new List<ExpertStack>();
        try
        {
            foreach (var group in groups)
                made.Add(new ExpertStack([.. group.Select(i => stacked[i].Form)], device));
            Stacks = [.. made];
            _indices = IndicesOf(device);
        }
        catch
        {
            // The last of them may have had no room, and the others take what they have from whoever answers instead.
            made.ForEach(stack => stack.Dispose());
            throw;
        }
    }

    /// <summary>The stacks.</summary>
    public ExpertStack[] Stacks { get; }

    /// <summary>Bytes on the device.</summary>
    public long Bytes => Stacks.Sum(stack => stack.Bytes) + (sizeof(long) * _indices.Sum(indices => indices.NumberOfElements));

    /// <summary>Whether the experts' weights may have changed since.</summary>
    public bool IsStale => _made.Any(pair => pair.Expert.Changes != pair.Changes);

    /// <summary>Where an expert is; stack −1 where it is on none.</summary>
    public (int Stack, int Index) PlaceOf(int position) => _places[position];

    /// <summary>The index on a stack of each position, [N], on the device.</summary>
    public Tensor IndicesOn(int stack) => _indices[stack];

    public void Dispose()
    {
        foreach (var stack in Stacks)
            stack.Dispose();
        foreach (var indices in _indices)
            indices.Dispose();
    }

    private Tensor[] IndicesOf(Device device)
    {
        using var scope = NewDisposeScope();
        Tensor[] indices = [.. Stacks.Select((stack, i) => tensor([.. _places.Select(place => place.Stack == i ? place.Index : (long)stack.Count)], device: device))];
        foreach (var each in indices)
            each.DetachFromDisposeScope();
        return indices;
    }
}
