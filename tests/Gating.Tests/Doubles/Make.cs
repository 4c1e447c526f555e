using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Encoders;
using MoECollab.Gating.Composing;
using MoECollab.Inputs;
using MoECollab.Outputs;
using MoECollab.Packages;
using static TorchSharp.torch;

namespace MoECollab.Gating.Tests.Doubles;

/// <summary>Short forms for what every test of gates needs.</summary>
internal static class Make
{
    public static ExpertDescriptor Expert(string id, params float[][] keys) =>
        new(id, "1.0.0", new ClassSpace([id])) { RoutingKeys = [.. keys.Select(key => new ReadOnlyMemory<float>(key))] };

    public static ExpertSnapshot Snapshot(params string[] ids) => new(1, ids.Select(id => Expert(id)));

    public static RoutingRequest Request(ExpertSnapshot experts, params float[][] hidden) => new(
        experts,
        [.. hidden.Select(_ => new RawInput("text"))],
        hidden.Length == 0 || hidden[0].Length == 0 ? null : tensor(hidden.SelectMany(row => row).ToArray(), [hidden.Length, hidden[0].Length]));

    public static GatingContext Context(int hiddenSize, string[] trainedFor, params (string Name, string Value)[] options) => new()
    {
        Device = CPU,
        Encoder = Encoder(hiddenSize),
        Files = NoFiles.Instance,
        TrainedFor = trainedFor,
        Options = options.ToDictionary(option => option.Name, option => option.Value, StringComparer.OrdinalIgnoreCase),
        Logger = NullLogger.Instance,
    };

    public static EncoderDescription Encoder(int hiddenSize) => new("e", "1.0.0", "sha256:e", hiddenSize);

    public static T Component<T>(string kind, params (string Name, string Value)[] options) => GatingRegistry.BuiltIn.Find<T>(kind).Create(Context(2, [], options));

    public static ComposedGate Gate(GateFile file, int hiddenSize, IPackageFiles? files = null, GateOptions? options = null) =>
        new GateBuilder(GatingRegistry.BuiltIn, NullLogger.Instance)
            .Build(file, files ?? NoFiles.Instance, new GateSurroundings(Encoder(hiddenSize), CPU, options ?? new GateOptions()));
}
