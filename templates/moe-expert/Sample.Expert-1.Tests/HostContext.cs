using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Encoders;
using MoECollab.Experts;
using static TorchSharp.torch;

namespace Sample.Expert_1.Tests;

/// <summary>What a host would hand over.</summary>
internal static class HostContext
{
    public const int HiddenSize = 8;

    public static ExpertContext Of(string folder) => new()
    {
        Id = "sample.expert_1",
        Version = "1.0.0",
        Device = CPU,
        Encoder = new EncoderDescription("encoder", "1.0.0", "sha256:0", HiddenSize),
        Files = new FolderFiles(folder),
        Labels = ["DOMAIN-1/question", "DOMAIN-1/statement"],
        Options = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase),
        Logger = NullLogger.Instance,
    };
}
