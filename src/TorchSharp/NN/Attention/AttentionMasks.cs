using TorchSharp.Operators;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Masks of attention scores: true forbids, numbers are added.</summary>
internal static class AttentionMasks
{
    /// <param name="scores">[N · heads, L, S]. S may be longer than the masks by positions that every query may see.</param>
    /// <param name="attention">[L, S] or [N · heads, L, S], or null.</param>
    /// <param name="padding">[N, S], or null.</param>
    /// <param name="heads">Number of heads.</param>
    public static Tensor Apply(Tensor scores, Tensor? attention, Tensor? padding, long heads)
    {
        var (rows, length, keys) = (scores.shape[0], scores.shape[1], scores.shape[2]);
        if (attention is not null)
            scores = Add(scores, Widened(attention, keys));
        if (padding is null)
            return scores;

        var perHead = Widened(padding, keys).view([rows / heads, 1, 1, keys]);
        var grouped = scores.view([rows / heads, heads, length, keys]);
        return Add(grouped, perHead).view([rows, length, keys]);
    }

    private static Tensor Add(Tensor scores, Tensor mask) => mask.dtype is ScalarType.Bool or ScalarType.Byte
        ? Aten.Call("masked_fill.Scalar", scores, mask.to(ScalarType.Bool), double.NegativeInfinity)
        : scores.add(mask);

    private static Tensor Widened(Tensor mask, long keys)
    {
        var missing = keys - mask.shape[^1];
        return missing == 0 ? mask : nn.functional.pad(mask, (0, missing));
    }
}
