using MoECollab.Gating.Numerics.Panels;
using MoECollab.Gating.Numerics.Stacks;
using static TorchSharp.torch;

namespace MoECollab.Mixture.OnDevice;

/// <summary>
/// Experts of one form side by side on a device, each filled up with zeros to the largest: o = V h + U σ(D h + b_D) + b of many rows at many experts in a few operators, however many rows and experts.
/// Calls may overlap.
/// </summary>
internal sealed class ExpertStack : IDisposable
{
    // E experts · d hidden size · r width · L outputs · F = L + r rows of V and D together, r alone without V · T rows of a block · K blocks
    private const long MostGathered = 1L << 28; // floats, 1 GiB

    private readonly int _width;
    private readonly bool _isDirect;
    private readonly Tensor _first; // [E, F, d]: V, then D
    private readonly Tensor _offsets; // [E, 1, F]: b, then b_D
    private readonly Tensor? _second; // [E, L, r]: U
    private readonly Tensor? _outer; // [E, 1, L]: b where there is no V
    private readonly (BlockActivation Activation, Tensor? Has)[] _activations; // [E, 1, 1] whether an expert has it; null where all have

    /// <summary>Lays experts on the device.</summary>
    /// <param name="forms">E forms over one d, either all with V or all without; read, not kept.</param>
    /// <param name="device">Where.</param>
    public ExpertStack(IReadOnlyList<StackForm> forms, Device device)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        _isDirect = forms[0].IsDirect;
        _width = forms.Max(form => form.Width);
        Outputs = forms.Max(form => form.Outputs);
        var (count, size, before) = (forms.Count, forms[0].Hidden, _isDirect ? Outputs : 0);
        _first = zeros(count, before + _width, size, device: device);
        _offsets = zeros(count, 1, before + _width, device: device);
        _second = _width > 0 ? zeros(count, Outputs, _width, device: device) : null;
        _outer = _isDirect ? null : zeros(count, 1, Outputs, device: device);
        for (var i = 0; i < count; i++)
        {
            using var own = NewDisposeScope();
            var form = forms[i];
            Put(_first[i], form.Head, size, (0, 0));
            Put(_first[i], form.Down, size, (before, 0));
            Put(_isDirect ? _offsets[i] : _outer![i], form.Offsets, form.Outputs, (0, 0));
            Put(_offsets[i], form.DownOffsets, form.Width, (0, before));
            if (form.Width > 0)
                Put(_second![i], form.Up, form.Width, (0, 0));
        }

        _activations = Activations(forms, device);
        _first.DetachFromDisposeScope();
        _offsets.DetachFromDisposeScope();
        _second?.DetachFromDisposeScope();
        _outer?.DetachFromDisposeScope();
        foreach (var (_, has) in _activations)
            has?.DetachFromDisposeScope();
        Count = count;
    }

    /// <summary>E.</summary>
    public int Count { get; }

    /// <summary>L, outputs of the expert that has most.</summary>
    public int Outputs { get; }

    /// <summary>Bytes that it takes, zeros included.</summary>
    public long Bytes => (sizeof(float) * Count * FloatsOfOne) + _activations.Sum(activation => activation.Has?.NumberOfElements ?? 0);

    /// <summary>Every entry's outputs, without waiting for the device.</summary>
    /// <param name="hidden">[B, d].</param>
    /// <param name="places">Where entries are.</param>
    /// <returns>[n, L], what follows an expert's own outputs is zero; owned by the caller.</returns>
    public Tensor Run(Tensor hidden, BlockPlaces places)
    {
        using var scope = NewDisposeScope();
        var plan = places.Plan;
        if (plan.IsDense)
            return Blocks(hidden.unsqueeze(0).expand(Count, plan.Rows, hidden.shape[1]), null).index_select(0, places.Slots).MoveToOuterDisposeScope();

        // The blocks' copies of their weights are the only thing here that may be large; a piece takes as many blocks as fit.
        var piece = (int)Math.Clamp(MostGathered / FloatsOfOne, 1, plan.Count);
        var outputs = new List<Tensor>();
        for (var block = 0; block < plan.Count; block += piece)
        {
            var count = Math.Min(piece, plan.Count - block);
            outputs.Add(Piece(hidden, places.Rows.narrow(0, (long)block * plan.Rows, (long)count * plan.Rows), places.Experts.narrow(0, block, count)));
        }

        var all = outputs.Count == 1 ? outputs[0] : cat([.. outputs]); // [K T, L]
        return all.index_select(0, places.Slots).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _first.Dispose();
        _offsets.Dispose();
        _second?.Dispose();
        _outer?.Dispose();
        foreach (var (_, has) in _activations)
            has?.Dispose();
    }

    private long FloatsOfOne => _first.stride(0) + _offsets.stride(0) + ((long)Outputs * _width) + (_isDirect ? 0 : Outputs);

    private Tensor Piece(Tensor hidden, Tensor rows, Tensor experts)
    {
        using var scope = NewDisposeScope();
        var own = hidden.index_select(0, rows).view(experts.shape[0], -1, hidden.shape[1]);                     // [K, T, d]
        return Blocks(own, experts).MoveToOuterDisposeScope();
    }

    // Of the experts named, or of all of them, one after the other, with their weights where they are.
    private Tensor Blocks(Tensor own, Tensor? experts)
    {
        using var scope = NewDisposeScope();
        // Not baddbmm: TorchSharp 0.107 gives it its operands in the wrong order (docs/torch.md).
        Tensor Of(Tensor weights) => experts is null ? weights : weights.index_select(0, experts);
        var inner = own.bmm(Of(_first).transpose(1, 2)).add_(Of(_offsets));                                     // [K, T, F]
        var result = inner;
        if (_width > 0)
        {
            var code = Apply(_activations[0].Activation, inner.narrow(2, _isDirect ? Outputs : 0, _width));     // [K, T, r]
            foreach (var (activation, has) in _activations.AsSpan(1))
                code = where(Of(has!), Apply(activation, inner.narrow(2, _isDirect ? Outputs : 0, _width)), code);
            var direct = _isDirect ? inner.narrow(2, 0, Outputs) : Of(_outer!);
            result = code.bmm(Of(_second!).transpose(1, 2)).add_(direct);                                       // [K, T, L]
        }

        return result.reshape(-1, Outputs).MoveToOuterDisposeScope();
    }

    private static Tensor Apply(BlockActivation activation, Tensor code) => activation switch
    {
        BlockActivation.Relu => nn.functional.relu(code),
        BlockActivation.Gelu => nn.functional.gelu(code),
        BlockActivation.Tanh => tanh(code),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, null),
    };

    private static (BlockActivation Activation, Tensor? Has)[] Activations(IReadOnlyList<StackForm> forms, Device device)
    {
        // An expert without an inner vector has nothing to activate, and takes any.
        BlockActivation[] present = [.. forms.Where(form => form.Width > 0).Select(form => form.Activation).Distinct()];
        return [.. present.Select((activation, i) => (activation, i == 0 ? null : tensor(forms.Select(form => form.Activation == activation).ToArray(), [forms.Count, 1, 1], device: device)))];
    }

    // Rows of `columns` values, from a place on.
    private static void Put(Tensor onto, float[] values, int columns, (long Row, long Column) at)
    {
        if (values.Length > 0)
            onto.narrow(0, at.Row, values.Length / columns).narrow(1, at.Column, columns).copy_(tensor(values, [values.Length / columns, columns], device: onto.device));
    }
}
