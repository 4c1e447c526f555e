using MoECollab.Encoders;
using MoECollab.Packaging.Manifests;
using MoECollab.Training.Packages;

namespace MoECollab.Training.Encoders;

/// <summary>An encoder whose files lie in a folder, and what its manifest must say.</summary>
/// <param name="Description">Id, version, fingerprint, hidden size.</param>
/// <param name="Options">What its factory needs to read the weights back.</param>
/// <param name="ParameterCount">Number of learned values.</param>
/// <param name="Texts">Texts it was trained on.</param>
public sealed record TrainedEncoder(EncoderDescription Description, IReadOnlyDictionary<string, string> Options, long ParameterCount, int Texts)
{
    /// <summary>The manifest of its package.</summary>
    /// <param name="code">What will run it.</param>
    public PackageManifest ToManifest(PackageCode code) => new()
    {
        Id = Description.Id,
        Version = Description.Version,
        Contract = Identity.ContractVersion.DefaultRange,
        Kind = code.Kind,
        Entry = code.Entry,
        Options = Options,
        Encoder = new PackageEncoder { Fingerprint = Description.Fingerprint, HiddenSize = Description.HiddenSize },
        Resources = new PackageResources { Parameters = ParameterCount },
    };
}
