using MoECollab.Experts;
using MoECollab.Inputs;
using static TorchSharp.torch;

namespace MoECollab.Gating.Tests.Doubles;

/// <summary>One feature: the length of the text; returns as many rows as it is told to.</summary>
internal sealed class LengthExtractor(int? rows = null) : IFeatureExtractor, ICountsWork
{
    public string Name => "length";

    public string Fingerprint => "length-1";

    public bool IsDisposed { get; private set; }

    public Tensor Extract(IReadOnlyList<RawInput> inputs, Tensor? hidden) =>
        tensor([.. inputs.Take(rows ?? inputs.Count).Select(input => (float)input.Text.Length)], [rows ?? inputs.Count, 1]);

    public long MultiplyAdds(RawInput input) => 7;

    public void Dispose() => IsDisposed = true;
}
