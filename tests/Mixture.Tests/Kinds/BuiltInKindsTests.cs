using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Errors;
using MoECollab.Experts;
using MoECollab.Gating.Composing;
using MoECollab.Gating.Numerics;
using MoECollab.Inputs;
using MoECollab.Mixture.Kinds;
using MoECollab.Mixture.Tests.Doubles;
using MoECollab.Weights;
using static TorchSharp.torch;

namespace MoECollab.Mixture.Tests.Kinds;

public sealed class BuiltInKindsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("moe-kind-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("adapter")]
    [InlineData("linear")]
    [InlineData("feed-forward")]
    public void Kind_runs_saved_weights_on_tensors_and_in_host_memory_alike(string kind)
    {
        var context = Context(NoFiles.Instance);
        using (var trained = ((ITrainableExpertFactory)BuiltInKinds.Find(kind)).CreateUntrained(context))
            trained.Save(_folder);

        using var expert = (IDirectExpert)BuiltInKinds.Find(kind).Create(context with { Files = new FolderFiles(_folder) });

        float[] hidden = [0.2f, -1f, 0.5f, 3f];
        var direct = new float[3];
        expert.Run("text", hidden, direct);
        using var vectors = tensor(hidden, [1, 4]);
        using var output = expert.Run(new ExpertBatch([new RawInput("text")], vectors));
        using var probabilities = output.Kind == Outputs.OutputKind.Logits ? output.Values!.softmax(1) : output.Values!.alias();
        Assert.Equal(1f, direct.Sum(), 1e-5f);
        foreach (var (expected, actual) in HostMemory.Read(probabilities).Zip(direct))
            Assert.Equal(expected, actual, 1e-5f);
    }

    [Fact]
    public void Lora_adds_its_scaled_low_rank_update_before_the_head()
    {
        // r = 1: A = (1 0 0 0), B = (0 2 0 0)ᵀ, α = 3; h = (1 1 0 0) becomes (1 7 0 0)
        WeightWriter.Write(Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "moe")).FullName, "adapter_model.safetensors"),
        [
            NamedWeights.Of("lora_A.weight", new float[] { 1, 0, 0, 0 }, 1, 4),
            NamedWeights.Of("lora_B.weight", new float[] { 0, 2, 0, 0 }, 4, 1),
            NamedWeights.Of("head.weight", new float[] { 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0 }, 3, 4),
            NamedWeights.Of("head.bias", new float[] { 0, 0, 5 }, 3),
        ]);
        var options = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["alpha"] = "3" };
        using var expert = (IDirectExpert)BuiltInKinds.Find("lora").Create(Context(new FolderFiles(_folder)) with { Options = options });
        var direct = new float[3];

        expert.Run("text", [1f, 1f, 0f, 0f], direct);
        using var hidden = tensor(new float[] { 1, 1, 0, 0 }, [1, 4]);
        using var output = expert.Run(new ExpertBatch([new RawInput("text")], hidden));

        Assert.Equal([7f, 1f, 5f], HostMemory.Read(output.Values!));
        Assert.Equal(Math.Exp(7) / (Math.Exp(7) + Math.Exp(1) + Math.Exp(5)), direct[0], 1e-5);
        Assert.Equal(8 + 15, expert.Traits.ParameterCount);
    }

    [Fact]
    public void Unknown_kind_is_refused_with_those_there_are()
    {
        var fault = Assert.Throws<MoECollabException>(() => BuiltInKinds.Find("oracle"));

        Assert.Equal("kind-unknown", fault.Code);
        Assert.Contains("adapter, feed-forward, linear, lora, ngram", fault.Message, StringComparison.Ordinal);
    }

    private static ExpertContext Context(Packages.IPackageFiles files) => new()
    {
        Id = "e",
        Version = "1.0.0",
        Device = CPU,
        Encoder = new Encoders.EncoderDescription("letters", "1.0.0", "sha256:letters", 4),
        Files = files,
        Labels = ["x", "y", "z"],
        Options = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase),
        Logger = NullLogger.Instance,
    };
}
