using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Experts;
using MoECollab.Gating;
using MoECollab.Gating.Composing;
using MoECollab.Inputs;
using MoECollab.Mixture.Kinds;
using MoECollab.Mixture.Mixing;
using MoECollab.Mixture.Tests.Doubles;
using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.Mixture.Tests.Devices;

public sealed class CudaTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("moe-cuda-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Parameters_are_on_the_device_and_answers_agree_with_the_cpus_within_1e_4()
    {
        if (!cuda.is_available())
            Assert.Skip("no CUDA device is available to libtorch");

        var cuda0 = device(DeviceType.CUDA, 0);
        var encoder = new LetterEncoder(8);
        Save(encoder);
        using var gates = new TwoGates(_folder, encoder, cuda0);
        var (onCpu, _) = Experts(CPU, encoder);
        var (onCuda, modules) = Experts(cuda0, encoder);
        RawInput[] inputs = [.. Enumerable.Range(0, 40).Select(i => new RawInput($"{(char)('a' + (i % 26))}{(char)('a' + (i % 7))}z"))];

        var expected = new ExpertMixture(encoder, gates.Cpu, onCpu, new MixtureOptions { Experts = 2, Direct = DirectPath.Never }).Answer(inputs, new MixtureRequest { Probabilities = true });
        var actual = new ExpertMixture(encoder, gates.Cuda, onCuda, new MixtureOptions { Experts = 2, Device = cuda0 }).Answer(inputs, new MixtureRequest { Probabilities = true });

        Assert.All(modules.Append(((ITrainableScorer)gates.Cuda.Scorer).Module).SelectMany(module => module.parameters()), parameter => Assert.Equal(DeviceType.CUDA, parameter.device_type));
        foreach (var (first, second) in expected.Zip(actual))
        {
            foreach (var (label, probability) in first.Probabilities!)
                Assert.Equal(probability, second.Probabilities![label], 1e-4f);
        }
    }

    private void Save(LetterEncoder encoder)
    {
        for (var i = 0; i < 3; i++)
        {
            using var expert = ((ITrainableExpertFactory)BuiltInKinds.Find("adapter")).CreateUntrained(Context(i, CPU, encoder, NoFiles.Instance));
            expert.Save(Path.Combine(_folder, $"e{i}"));
        }

        using var gate = Make.Gate(TwoGates.File, encoder.Description);
        ((ITrainableScorer)gate.Scorer).Save(_folder);
    }

    private (MixtureExpert[] Experts, nn.Module[] Modules) Experts(Device place, LetterEncoder encoder)
    {
        IExpert[] experts = [.. Enumerable.Range(0, 3).Select(i =>
            BuiltInKinds.Find("adapter").Create(Context(i, place, encoder, new FolderFiles(Path.Combine(_folder, $"e{i}")))))];
        return ([.. experts.Select((expert, i) => Make.Expert($"e{i}", expert))], [.. experts.OfType<IDifferentiableExpert>().Select(expert => expert.Module)]);
    }

    private static ExpertContext Context(int index, Device place, LetterEncoder encoder, Packages.IPackageFiles files) => new()
    {
        Id = $"e{index}",
        Version = "1.0.0",
        Device = place,
        Encoder = encoder.Description,
        Files = files,
        Labels = ["x", $"y{index}", "z"],
        Options = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase),
        Logger = NullLogger.Instance,
    };

    private sealed class TwoGates(string folder, LetterEncoder encoder, Device place) : IDisposable
    {
        public static GateFile File { get; } = new()
        {
            Id = "g",
            Version = "1.0.0",
            TrainedFor = ["e0", "e1", "e2"],
            Scorer = new GateComponent("mlp"),
            Selector = new GateComponent("top-k"),
        };

        public ComposedGate Cpu { get; } = Build(folder, encoder, CPU);

        public ComposedGate Cuda { get; } = Build(folder, encoder, place);

        public void Dispose()
        {
            Cpu.Dispose();
            Cuda.Dispose();
        }

        private static ComposedGate Build(string folder, LetterEncoder encoder, Device place) =>
            new GateBuilder(GatingRegistry.BuiltIn, NullLogger.Instance).Build(File, new FolderFiles(folder), new GateSurroundings(encoder.Description, place, new GateOptions()));
    }
}
