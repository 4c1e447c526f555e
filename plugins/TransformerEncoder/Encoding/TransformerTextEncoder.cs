using MoECollab.Encoders;
using MoECollab.Inputs;
using MoECollab.TransformerEncoder.Networks;
using MoECollab.TransformerEncoder.Tokenising;
using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.TransformerEncoder.Encoding;

/// <summary>The frozen network over texts.</summary>
/// <param name="description">Identity, fingerprint, d.</param>
/// <param name="device">Where the network is.</param>
/// <param name="tokeniser">Makes ids.</param>
/// <param name="shape">The sizes.</param>
/// <param name="network">The network, in evaluation mode; owned from now on.</param>
internal sealed class TransformerTextEncoder(EncoderDescription description, Device device, PieceTokeniser tokeniser, TransformerShape shape, TextTransformer network) : IFixedShapeEncoder
{
    // Texts of like length share a run, so that little is computed for padding, and a run stays in the cache.
    private const int MostTexts = 64;

    private const int RowsOnGpu = 16;
    private const int LengthStep = 16;

    /// <inheritdoc/>
    public EncoderDescription Description => description;

    /// <inheritdoc/>
    public long ParameterCount { get; } = network.parameters().Sum(parameter => parameter.numel());

    /// <inheritdoc/>
    public Tensor Encode(IReadOnlyList<RawInput> inputs)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var texts = inputs.Select(input => tokeniser.Read(input.Text)).ToArray();
        int[] order = [.. Enumerable.Range(0, texts.Length).OrderBy(row => texts[row].Length).ThenBy(row => row)];
        var result = empty(texts.Length, description.HiddenSize, device: device);            // [B, d]
        foreach (var rows in order.Chunk(MostTexts))
        {
            using var run = NewDisposeScope();
            var hidden = network.call(IdBatch.Of([.. rows.Select(row => texts[row])], device));
            result.index_copy_(0, tensor([.. rows.Select(row => (long)row)], device: device), hidden);
        }

        return result.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor EncodeFixed(IReadOnlyList<RawInput> inputs)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var texts = inputs.Select(input => tokeniser.Read(input.Text)).ToArray();
        var result = empty(texts.Length, description.HiddenSize, device: device);            // [B, d]
        // On a CPU a run of one wastes nothing; a GPU computes some in the time of one.
        var rowsOfRun = device.type == DeviceType.CPU ? 1 : RowsOnGpu;
        foreach (var alike in Enumerable.Range(0, texts.Length).GroupBy(row => FixedLength(texts[row].Length)))
        {
            foreach (var rows in alike.Chunk(rowsOfRun))
            {
                using var run = NewDisposeScope();
                int[][] filled = [.. rows.Select(row => texts[row]), .. Enumerable.Repeat(texts[rows[0]], rowsOfRun - rows.Length)];
                var hidden = network.call(IdBatch.Of(filled, device, alike.Key)).narrow(0, 0, rows.Length);
                result.index_copy_(0, tensor([.. rows.Select(row => (long)row)], device: device), hidden);
            }
        }

        return result.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public long MultiplyAdds(RawInput input)
    {
        long length = tokeniser.Read(input.Text).Length;
        long hidden = shape.Hidden;
        var perPiece = (4 * hidden * hidden) + (2 * hidden * shape.Inner) + (2 * length * hidden);   // projections, feed-forward, attention
        return (shape.Layers * length * perPiece) + (3 * length * hidden);                            // look-ups, pooling
    }

    /// <inheritdoc/>
    public void Dispose() => network.Dispose();

    private int FixedLength(int length) => Math.Min(shape.Length, (length + LengthStep - 1) / LengthStep * LengthStep);
}
