using System.Buffers;
using MoECollab.AdapterExpert.Modules;
using MoECollab.AdapterExpert.Options;
using MoECollab.Gating.Numerics.Panels;
using static TorchSharp.torch;

namespace MoECollab.AdapterExpert.Direct;

/// <summary>A copy of the parameters in host memory, packed once for calls with any number of rows.</summary>
internal sealed unsafe class HostWeights
{
    // Rows that are computed together, between the block and the head.
    private const int MostRows = 256;

    private readonly AdapterShape _shape;
    private readonly PackedBlock? _block;
    private readonly PackedMatrix _head;

    /// <summary>Copies the parameters.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="activation">σ.</param>
    /// <param name="module">The parameters; borrowed.</param>
    public HostWeights(AdapterShape shape, Activation activation, nn.Module module)
    {
        _shape = shape;
        _head = new PackedMatrix(Copy(module, AdapterShape.Head), Copy(module, AdapterShape.HeadBias), shape.Hidden);
        if (shape.Width == 0)
            return;
        var down = new PackedMatrix(Copy(module, AdapterShape.Down), Copy(module, AdapterShape.DownBias), shape.Hidden);
        var up = new PackedMatrix(Copy(module, AdapterShape.Up), Copy(module, AdapterShape.UpBias), shape.Width);
        _block = new PackedBlock(down, Of(activation), up);
    }

    /// <summary>Asks the processor to bring the weights nearer.</summary>
    public void Prefetch()
    {
        _block?.Prefetch();
        _head.Prefetch();
    }

    /// <summary>Logits of some rows.</summary>
    /// <param name="hidden">The h, each [d].</param>
    /// <param name="count">How many rows.</param>
    /// <param name="temperature">What logits are divided by.</param>
    /// <param name="logits">Receives o / temperature, [count, C].</param>
    public void Logits(RowPlaces hidden, int count, float temperature, Span<float> logits)
    {
        fixed (float* outputs = logits)
        {
            var to = new RowPlaces(outputs, _shape.Classes, null);
            for (var start = 0; start < count; start += MostRows)
                Chunk(hidden.Skip(start), to.Skip(start), Math.Min(MostRows, count - start));
        }

        if (temperature == 1)
            return;
        foreach (ref var logit in logits)
            logit /= temperature;
    }

    private void Chunk(RowPlaces hidden, RowPlaces logits, int count)
    {
        if (_block is null)
        {
            _head.Product(hidden, logits, null, count);
            return;
        }

        var size = _shape.Hidden;
        var ones = stackalloc float[count];
        var rented = ArrayPool<float>.Shared.Rent(count * size);
        fixed (float* rows = rented)
        {
            for (var row = 0; row < count; row++)
            {
                ones[row] = 1;
                new ReadOnlySpan<float>(hidden.At(row), size).CopyTo(rented.AsSpan(row * size));
            }

            var adapted = new RowPlaces(rows, size, null);   // a = h + W_up σ(W_down h + b_down) + b_up
            _block.AddTo(hidden, adapted, ones, count);
            _head.Product(adapted, logits, null, count);
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

    private static float[] Copy(nn.Module module, string name)
    {
        if (!module.has_parameter(name))
            return [];
        using var scope = NewDisposeScope();
        var host = module.get_parameter(name)!.detach().cpu().contiguous();
        using var data = host.data<float>();
        return data.ToArray();
    }
}
