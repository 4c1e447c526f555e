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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_fit_that_died_between_the_last_renames_goes_on_to_the_same_files(bool amidOne)
    {
        LetterData.Write(_folder.Sub("data"));
        foreach (var file in Directory.GetFiles(_folder.Sub("data"), "dev.jsonl", SearchOption.AllDirectories)) File.Delete(file);
        var data = LabelledData.Read(_folder.Sub("data"), new DataColumns()) with { MergesLabels = true };
        var (whole, killed) = (Path.Combine(_folder.Root, "whole"), Path.Combine(_folder.Root, "killed"));
        var trained = new HomeTrainer(TimeProvider.System).Train(Merged(whole, data));
        // A file where the second package is to be moved aside: the first is in its place by then.
        var second = new Home(killed).Locate(PackageRole.Expert, trained.Experts[1].Id, "1.0.0").Folder;
        var aside = Path.Combine(Path.GetDirectoryName(second)!, ".1.0.0.replaced");

        Assert.Throws<IOException>(() => new HomeTrainer(TimeProvider.System).Train(Merged(killed, data) with { WhenWritten = _ => File.WriteAllText(aside, "") }));
        Assert.Equal(FilesOf(whole, trained.Experts[0].Id), FilesOf(killed, trained.Experts[0].Id));
        Assert.NotEqual(FilesOf(whole, trained.Experts[1].Id), FilesOf(killed, trained.Experts[1].Id));
        File.Delete(aside);
        if (amidOne) Directory.Move(second, aside);
        new HomeTrainer(TimeProvider.System).Train(Merged(killed, data));

        Assert.Equal(FilesOf(whole, ""), FilesOf(killed, ""));
    }

    public void Dispose() => _folder.Dispose();

    private static HomePlan Merged(string home, LabelledData data)
    {
        var options = new Dictionary<string, string> { ["bucket-bits"] = "14", ["strengths"] = "0.25", ["ratios"] = "0.5", ["held-out"] = "0" };
        var experts = new ExpertPlan(BuiltInKinds.Experts["ngram"], PackageCode.BuiltIn("ngram"), "1.0.0") { Options = options };
        return new HomePlan(new Home(home), data, null, experts, new GatePlan("ngram", "gate", "1.0.0"))
        {
            CheckpointFolder = Path.Combine(home, ".fit"),
            GeneralExpert = true,
            SharesVocabulary = true,
            Seed = 3,
            Logger = NullLogger.Instance,
        };
    }

    private static IReadOnlyList<(string, string)> FilesOf(string home, string expert) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(home, "experts", expert), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => (Path.GetRelativePath(home, file), Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))))),
    ];

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
