using MoECollab.Inputs;
using static TorchSharp.torch;

namespace MoECollab.Gating;

/// <summary>Features of its own for a gate. Calls may overlap.</summary>
public interface IFeatureExtractor : IDisposable
{
    /// <summary>The key in <see cref="RoutingRequest.Features"/>.</summary>
    string Name { get; }

    /// <summary>What it reads of an input; without <see cref="InputNeeds.Hidden"/> it may be given no hidden vectors. Default: the text.</summary>
    InputNeeds Needs => InputNeeds.Text;

    /// <summary>Changes whenever equal inputs would give other features; a gate trained on another one is refused.</summary>
    string Fingerprint { get; }

    /// <summary>Extracts the features of a batch.</summary>
    /// <param name="inputs">B inputs.</param>
    /// <param name="hidden">Hidden vectors [B, d], or null where nobody needs them; borrowed.</param>
    /// <returns>[B, …]; owned by the caller.</returns>
    Tensor Extract(IReadOnlyList<RawInput> inputs, Tensor? hidden);
}
