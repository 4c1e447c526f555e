using MoECollab.Encoders;
using MoECollab.Experts;
using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.Host;

/// <summary>What a host is started with, beside its configuration.</summary>
/// <param name="Home">The folder of the home.</param>
public sealed record HostStart(string Home)
{
    /// <summary>Where weights and batches live; default the CPU.</summary>
    public Device Device { get; init; } = new(DeviceType.CPU);

    /// <summary>Settings from the command line, <c>Section:Key</c> to value; they win over every file.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>Factories of expert packages without code, by kind; default: those that ship.</summary>
    public IReadOnlyDictionary<string, IExpertFactory> BuiltInKinds { get; init; } = Mixture.Kinds.BuiltInKinds.Experts;

    /// <summary>Factories of encoder packages without code, by kind.</summary>
    public IReadOnlyDictionary<string, IEncoderFactory> BuiltInEncoders { get; init; } = new Dictionary<string, IEncoderFactory>();
}
