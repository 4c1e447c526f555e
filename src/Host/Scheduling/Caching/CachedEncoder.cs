using MoECollab.Encoders;
using MoECollab.Gating.Numerics;
using MoECollab.Inputs;
using static TorchSharp.torch;

namespace MoECollab.Host.Scheduling.Caching;

/// <summary>
/// An encoder behind the cache. Every row that is computed is computed at a shape that its own text decides, whether it is kept or not, so that a hit
/// agrees with a miss within 1e-5: by the encoder where it can (<see cref="IFixedShapeEncoder"/>), one text at a time otherwise. The package owns the
/// encoder, so disposing this does nothing.
/// </summary>
internal sealed class CachedEncoder(IEncoder encoder, EmbeddingCache cache, Device device) : IDirectEncoder
{
    private readonly string _fingerprint = encoder.Description.Fingerprint;

    public EncoderDescription Description => encoder.Description;

    public long ParameterCount => encoder.ParameterCount;

    public Tensor Encode(IReadOnlyList<RawInput> inputs)
    {
        var size = Description.HiddenSize;
        var values = new float[inputs.Count * size];
        var keys = new CachedText[inputs.Count];
        var missing = new Dictionary<CachedText, List<int>>();
        var uncached = new List<int>();
        for (var row = 0; row < inputs.Count; row++)
        {
            // A field may change what an encoder makes of a text.
            if (inputs[row].Fields.Count > 0)
            {
                uncached.Add(row);
                continue;
            }

            keys[row] = CachedText.Of(_fingerprint, inputs[row].Text);
            if (missing.TryGetValue(keys[row], out var same))
                same.Add(row);
            else if (!cache.TryRead(keys[row], values.AsSpan(row * size, size)))
                missing[keys[row]] = [row];
        }

        int[] computed = [.. missing.Values.Select(rows => rows[0]), .. uncached];
        if (computed.Length > 0)
        {
            var made = Compute([.. computed.Select(row => inputs[row])]);
            for (var place = 0; place < computed.Length; place++)
            {
                var row = computed[place];
                var vector = made.AsSpan(place * size, size);
                if (place < missing.Count)
                    cache.Keep(keys[row], vector);
                foreach (var target in place < missing.Count ? missing[keys[row]] : [row])
                    vector.CopyTo(values.AsSpan(target * size, size));
            }
        }

        return tensor(values, [inputs.Count, size], device: device); // [B, d]
    }

    public void Encode(ReadOnlySpan<char> text, Span<float> hidden)
    {
        var key = CachedText.Of(_fingerprint, text);
        if (cache.TryRead(key, hidden))
            return;
        Compute([new RawInput(text.ToString())]).CopyTo(hidden);
        cache.Keep(key, hidden);
    }

    public long MultiplyAdds(RawInput input) => encoder.MultiplyAdds(input);

    public void Dispose()
    {
    }

    private float[] Compute(RawInput[] inputs)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        if (encoder is IFixedShapeEncoder shaped)
            return HostMemory.Read(shaped.EncodeFixed(inputs));
        var values = new List<float>(inputs.Length * Description.HiddenSize);
        foreach (var input in inputs)
            values.AddRange(HostMemory.Read(encoder.Encode([input])));
        return [.. values];
    }
}
