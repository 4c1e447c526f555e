using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Mixture.Kinds;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Manifests;
using MoECollab.Text.Learning;
using MoECollab.Training.Data;
using MoECollab.Training.Homes;
using MoECollab.Training.Packages;
using MoECollab.Training.Tests.Synthetic;
using MoECollab.Weights;

namespace MoECollab.Training.Tests.Homes;

public sealed class ExpertRefitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Experts_are_fitted_to_the_validation_rows_that_were_cut_off_their_training_rows()
    {
        var data = LetterData.Write(_folder.Sub("data"));
        foreach (var file in Directory.GetFiles(_folder.Sub("data"), "dev.jsonl", SearchOption.AllDirectories)) File.Delete(file);
        data = LabelledData.Read(_folder.Sub("data"), new DataColumns());

        var manifest = Train(data);

        Assert.NotEmpty(data.Domains[0].Dev);
        Assert.Equal(Weights(manifest, [.. data.Domains[0].Train, .. data.Domains[0].Dev]), WeightsOf(manifest));
        Assert.Equal(data.Domains[0].Dev.Count, manifest.Evaluation![0].N);
    }

    [Fact]
    public void Experts_are_never_fitted_to_validation_rows_of_their_own()
    {
        var data = LetterData.Write(_folder.Sub("data"));

        var manifest = Train(data);

        Assert.NotEmpty(data.Domains[0].Dev);
        Assert.NotEqual(Weights(manifest, [.. data.Domains[0].Train, .. data.Domains[0].Dev]), WeightsOf(manifest));
        Assert.Equal(Weights(manifest, data.Domains[0].Train), WeightsOf(manifest), (expected, found) => Math.Abs(expected - found) < 1e-5f);
    }

    public void Dispose() => _folder.Dispose();

    private PackageManifest Train(LabelledData data)
    {
        var home = new Home(Path.Combine(_folder.Root, "home"));
        var options = new Dictionary<string, string> { ["bucket-bits"] = "14", ["strengths"] = "0.25", ["ratios"] = "0.5", ["held-out"] = "0" };
        var experts = new ExpertPlan(BuiltInKinds.Experts["ngram"], PackageCode.BuiltIn("ngram"), "1.0.0") { Options = options };
        return new HomeTrainer(TimeProvider.System).Train(new HomePlan(home, data, null, experts, new GatePlan("ngram", "gate", "1.0.0"))
        {
            Seed = 3,
            Workers = 2,
            Logger = NullLogger.Instance,
        }).Experts[0];
    }

    private static float[] Weights(PackageManifest manifest, IReadOnlyList<Example> rows)
    {
        var labels = rows.Select(row => row.Label).Distinct().Order(StringComparer.Ordinal).ToList();
        var usual = new NGramLearning();
        var learning = usual with { Scheme = usual.Scheme with { Buckets = 1 << 14 }, Choice = NGramChoice.Parse(manifest.Options!["choice"]), Seed = 3 };
        return NGramLearner.Train([.. rows.Select(row => new LabelledText(row.Text, labels.IndexOf(row.Label)))], [], labels.Count, learning, TestContext.Current.CancellationToken).CopyWeights();
    }

    private float[] WeightsOf(PackageManifest manifest)
    {
        var folder = new Home(Path.Combine(_folder.Root, "home")).Locate(PackageRole.Expert, manifest.Id, manifest.Version).Folder;
        using var file = WeightFile.Open(Path.Combine(folder, "moe", "ngram.safetensors"));
        return MoECollab.Text.NGramClassifier.Load(file).CopyWeights();
    }
}
