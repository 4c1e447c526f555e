using MoECollab.AdapterExpert;
using MoECollab.Experts;
using MoECollab.HashedNGramEncoder;
using MoECollab.Inputs;
using MoECollab.Loading;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.States;
using MoECollab.Plugins.Tests.Packages;
using static TorchSharp.torch;

namespace MoECollab.Plugins.Tests.Loading;

/// <summary>What the build of a plugin lays out is a package that a home takes as it is.</summary>
public sealed class ShippedPackagesTests : IDisposable
{
    private readonly Workplace _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("HashedNGramEncoder")]
    [InlineData("TransformerEncoder")]
    [InlineData("AdapterExpert")]
    [InlineData("KeywordExpert")]
    [InlineData("NGramExpert")]
    public void Build_lays_out_the_plugin_and_nothing_that_the_host_has(string plugin)
    {
        var package = Repository.PackageOf(plugin);

        string[] assemblies = [.. Directory.EnumerateFiles(Path.Combine(package, "lib/net10.0")).Select(Path.GetFileName).Where(name => name!.EndsWith(".dll", StringComparison.Ordinal) || name.EndsWith(".so", StringComparison.Ordinal))!];

        Assert.Equal([$"MoECollab.{plugin}.dll"], assemblies);
        Assert.True(File.Exists(Path.Combine(package, $"lib/net10.0/MoECollab.{plugin}.deps.json")));
        Assert.True(File.Exists(Path.Combine(package, plugin.EndsWith("Encoder", StringComparison.Ordinal) ? "moe/encoder.json" : "moe/expert.json")));
    }

    [Fact]
    public void Home_loads_encoder_and_experts_from_their_assemblies()
    {
        using var trained = Train();
        var expected = Hidden(trained, "soup and bread");
        Install("HashedNGramEncoder", "encoders/hashed-ngram");
        Repository.Copy(Path.Combine(_home.Folder, "trained/moe"), Path.Combine(_home.Folder, "encoders/hashed-ngram/1.0.0/moe"));
        Install("KeywordExpert", "experts/keyword");
        Install("AdapterExpert", "experts/adapter");
        SaveAdapter(trained.Description.HiddenSize);

        using var loaded = new HomeLoader(new LoadOptions { Device = CPU }).Load(new Home(_home.Folder));

        Assert.All(loaded.Packages, package => Assert.True(package.Status.State == PackageState.Active, $"{package.Package.Key}: {package.Status.State} {package.Status.Reason}"));
        Assert.Equal(["adapter", "keyword"], loaded.Experts.Select(expert => expert.Id));
        var encoder = loaded.Encoder!.Encoder;
        Assert.Equal(trained.Description.Fingerprint, encoder.Description.Fingerprint);
        Assert.Equal(expected, Hidden(encoder, "soup and bread"));
        var urgent = new float[2];
        ((IDirectExpert)loaded.Experts[1].Expert).Run("an outage", [], urgent);
        Assert.Equal(3.5f / 4, urgent[0], 1e-6f);
        using var hidden = encoder.Encode([new RawInput("soup")]);
        using var output = loaded.Experts[0].Expert.Run(new ExpertBatch([new RawInput("soup")], hidden));
        Assert.Equal([1L, 2L], output.Values!.shape);
    }

    private Encoders.IEncoder Train()
    {
        var folder = Path.Combine(_home.Folder, "trained");
        Directory.CreateDirectory(folder);
        var plugin = new HashedNGramEncoderPlugin();
        plugin.Train(_home.EncoderTraining(Corpus.Texts(200, seed: 1), ("hidden", "8"), ("scheme", "ngram1-w2-c0-0-b12-d")) with { OutputFolder = folder });
        return plugin.Create(_home.Encoder() with { Files = new Packaging.Files.PackageFiles(folder) });
    }

    private void SaveAdapter(int hidden)
    {
        using var expert = new AdapterExpertPlugin().CreateUntrained(_home.Expert(hidden, ["a", "b"]));
        expert.Save(Path.Combine(_home.Folder, "experts/adapter/1.0.0"));
        _home.Write("experts/adapter/1.0.0/moe/labels.json", """["a", "b"]""");
        var manifest = Path.Combine(_home.Folder, "experts/adapter/1.0.0/moe/expert.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).TrimEnd()[..^1] + """, "task": { "labels": "labels.json" } }""");
    }

    private void Install(string plugin, string folder) => Repository.Copy(Repository.PackageOf(plugin), Path.Combine(_home.Folder, folder, "1.0.0"));

    private static float[] Hidden(Encoders.IEncoder encoder, string text)
    {
        using var hidden = encoder.Encode([new RawInput(text)]);
        return hidden.ToFloats();
    }
}
