using System.Buffers;
using MoECollab.AdapterExpert.Modules;
using MoECollab.AdapterExpert.Options;
using MoECollab.Gating.Numerics.Panels;
using MoECollab.Gating.Numerics.Stacks;
using static TorchSharp.torch;

namespace MoECollab.AdapterExpert.Direct;

/// <summary>
/// A copy of the parameters in host memory, packed once for calls with any number of rows: block and head one after the other, or as one map where that is less to read and to multiply.
/// </summary>
internal sealed unsafe class HostWeights
{
    // Rows that are computed together, between the block and the head.
    private const int MostRows = 256;

    private readonly AdapterShape _shape;
    private readonly FoldedWeights? _folded;
    private readonly PackedBlock? _block;
    private readonly PackedMatrix? _head;

    /// <summary>Copies the parameters.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="activation">σ.</param>
    /// <param name="module">The parameters; borrowed.</param>
    public HostWeights(AdapterShape shape, Activation activation, nn.Module module)
    {
        _shape = shape;
        var head = Copy(module, AdapterShape.Head);
        if (shape.IsFolded)
        {
            var (up, offsets) = Folded(module);
            _folded = new FoldedWeights((Copy(module, AdapterShape.Down), Copy(module, AdapterShape.DownBias)), Of(activation), up, (head, offsets));
            return;
        }

        _head = new PackedMatrix(head, Copy(module, AdapterShape.HeadBias), shape.Hidden) { IsBesideTensors = true };
        if (shape.Width == 0)
            return;
        var down = new PackedMatrix(Copy(module, AdapterShape.Down), Copy(module, AdapterShape.DownBias), shape.Hidden) { IsBesideTensors = true };
        _block = new PackedBlock(down, Of(activation), new PackedMatrix(Copy(module, AdapterShape.Up), Copy(module, AdapterShape.UpBias), shape.Width) { IsBesideTensors = true });
    }

    /// <summary>Logits of some rows.</summary>
    /// <param name="hidden">The h, each [d].</param>
    /// <param name="count">How many rows.</param>
    /// <param name="temperature">What logits are divided by.</param>
    /// <param name="logits">Receives o / temperature, [count, C].</param>
    public void Logits(RowPlaces hidden, int count, float temperature, Span<float> logits)
    {
        if (_folded is not null)
            _folded.Logits(hidden, count, logits);
        else
            Chunks(hidden, count, logits);

        if (temperature == 1)
            return;
        foreach (ref var logit in logits)
            logit /= temperature;
    }

    /// <summary>Block, head and temperature as one map.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="options">σ and temperature.</param>
    /// <param name="module">The parameters; borrowed.</param>
    public static StackForm FormOf(AdapterShape shape, AdapterOptions options, nn.Module module)
    {
        var (up, offsets) = shape.Width > 0 ? Folded(module) : ([], Copy(module, AdapterShape.HeadBias));
        var downOffsets = shape.Biases ? Copy(module, AdapterShape.DownBias) : new float[shape.Width];
        return new StackForm(
            shape.Hidden, Of(options.Activation), Copy(module, AdapterShape.Down), downOffsets, Cooled(up, options.Temperature), Cooled(Copy(module, AdapterShape.Head), options.Temperature), Cooled(offsets, options.Temperature));
    }

    private static float[] Cooled(float[] values, float temperature)
    {
        foreach (ref var value in values.AsSpan())
            value /= temperature;
        return values;
    }

    private void Chunks(RowPlaces hidden, int count, Span<float> logits)
    {
        fixed (float* outputs = logits)
        {
            var to = new RowPlaces(outputs, _shape.Classes, null);
            var blocks = new RowBlocks(count, MostRows);
            for (var i = 0; i < blocks.Count; i++)
            {
                var (start, rows) = blocks.At(i);
                Chunk(hidden.Skip(start), to.Skip(start), rows);
            }
        }
    }

    private void Chunk(RowPlaces hidden, RowPlaces logits, int count)
    {
        if (_block is null)
        {
            _head!.Product(hidden, logits, null, count);
            return;
        }

        var ones = stackalloc float[count];
        new Span<float>(ones, count).Fill(1f);
        var size = _shape.Hidden;
        var rented = ArrayPool<float>.Shared.Rent(count * size);
        fixed (float* rows = rented)
        {
            for (var row = 0; row < count; row++)
                new ReadOnlySpan<float>(hidden.At(row), size).CopyTo(rented.AsSpan(row * size));

            var adapted = new RowPlaces(rows, size, null);   // a = h + W_up σ(W_down h + b_down) + b_up
            _block.AddTo(hidden, adapted, ones, count);
            _head!.Product(adapted, logits, null, count);
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    private static BlockActivation Of(Activation activation) => activation switch
    {
        Activation.Relu => BlockActivation.Relu,
        Activation.Gelu => BlockActivation.Gelu,
        Activation.Tanh => BlockActivation.Tanh,
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, null),
    };

    // V U [C, r] and V b_U + b [C], in double: they stand for two roundings.
    private static (float[] Up, float[] Offsets) Folded(nn.Module module)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var head = module.get_parameter(AdapterShape.Head)!.cpu().to(float64);                 // [C, d]
        var up = head.mm(module.get_parameter(AdapterShape.Up)!.cpu().to(float64));        // [C, r]
        var offsets = module.get_parameter(AdapterShape.HeadBias)!.cpu().to(float64);          // [C]
        if (module.has_parameter(AdapterShape.UpBias))
            offsets = offsets + head.mv(module.get_parameter(AdapterShape.UpBias)!.cpu().to(float64));
        return (Copy(up), Copy(offsets));
    }

    private static float[] Copy(nn.Module module, string name) => module.has_parameter(name) ? Copy(module.get_parameter(name)!) : [];

    private static float[] Copy(Tensor values)
    {
        using var scope = NewDisposeScope();
        var host = values.detach().cpu().to(float32).contiguous();
        using var data = host.data<float>();
        return data.ToArray();
    }
}
