using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Encoders;
using MoECollab.Experts;
using MoECollab.Gating;
using MoECollab.Gating.Composing;
using MoECollab.Mixture.Mixing;
using MoECollab.Packages;
using static TorchSharp.torch;

namespace MoECollab.Mixture.Tests.Doubles;

/// <summary>Short forms for what every test of the mixture needs.</summary>
internal static class Make
{
    public static MixtureExpert Expert(string id, IExpert expert, params float[][] keys) => new(
        new ExpertDescriptor(id, "1.0.0", expert.Output) { RoutingKeys = [.. keys.Select(key => new ReadOnlyMemory<float>(key))] }, expert);

    public static ComposedGate Gate(string scorer, string selector, EncoderDescription encoder, params (string Name, string Value)[] selectorOptions) => Gate(
        new GateFile
        {
            Id = scorer,
            Version = "1.0.0",
            Scorer = new GateComponent(scorer),
            Selector = new GateComponent(selector) { Options = selectorOptions.ToDictionary(option => option.Name, option => option.Value) },
        },
        encoder);

    public static ComposedGate Gate(GateFile file, EncoderDescription encoder) => Gate(file, NoFiles.Instance, encoder);

    public static ComposedGate Gate(GateFile file, IPackageFiles files, EncoderDescription encoder) =>
        new GateBuilder(GatingRegistry.BuiltIn, NullLogger.Instance).Build(file, files, new GateSurroundings(encoder, CPU, new GateOptions()));
}
