using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Gating.Composing;
using MoECollab.Mixture.Kinds;
using MoECollab.Packaging.Files;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Mixtures;
using MoECollab.Training.Data;
using MoECollab.Training.Homes;
using MoECollab.Training.Packages;
using MoECollab.Training.Tests.Synthetic;

namespace MoECollab.Training.Tests.Homes;

public sealed class GateTrialTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_gate_over_real_domains_earns_its_place()
    {
        var data = LabelledData.Read(SharedData.Link(_folder, "trec6", "sms_spam", "emotion6"), new DataColumns());

        var trained = Train(data);

        Assert.True(trained.Trial.Earned, string.Join('\n', trained.Trial.Describe()));
        Assert.Equal("gate@1.0.0", trained.Configuration.Gate);
        Assert.Equal(4, trained.Trial.Rivals.Count);
        Assert.All(trained.Trial.Rivals, rival => Assert.True(rival.Gain.Lower > 0, rival.ToString()));
    }

    [Fact]
    public void A_gate_over_random_parts_of_one_set_does_not_and_a_simpler_one_serves()
    {
        var data = RandomParts(SharedData.PathOf("trec6"), 4);

        var trained = Train(data);

        Assert.False(trained.Trial.Earned, string.Join('\n', trained.Trial.Describe()));
        var home = new Home(Path.Combine(_folder.Root, "home"));
        var name = MixtureConfiguration.Read(home).GateName!;
        Assert.NotEqual("gate", name.Id);
        Assert.Equal("uniform", GateFile.Read(new PackageFiles(home.Locate(PackageRole.Gate, name.Id, name.Version).Folder)).Scorer.Kind);
        Assert.True(Directory.Exists(home.Locate(PackageRole.Gate, "gate", "1.0.0").Folder));
        Assert.Contains(trained.Trial.Describe(), line => line.Contains("did not earn its place", StringComparison.Ordinal));
    }

    [Fact]
    public void With_merged_labels_the_mixture_is_no_worse_than_the_general_expert()
    {
        var data = RandomParts(SharedData.PathOf("trec6"), 4);

        var trained = Train(data, plan => plan with
        {
            GeneralExpert = true,
            Gate = plan.Gate with { Options = new Dictionary<string, string>(plan.Gate.Options) { ["task"] = "owners", ["k"] = "2" } },
        });

        var best = Assert.Single(trained.Trial.Rivals, rival => rival.Name.Contains("best single", StringComparison.Ordinal));
        Assert.Contains("general", best.Name);
        var general = trained.Experts.Single(expert => expert.Id == "general").Evaluation![0].Value;
        Assert.InRange(best.Accuracy - general!.Value, -1e-9, 1e-9);
        var active = trained.Trial.Earned ? trained.Trial.Accuracy : trained.Trial.Rivals.Take(3).Single(rival => trained.Trial.Active.StartsWith(NameOf(rival.Name), StringComparison.Ordinal)).Accuracy;
        Assert.True(active > general - 0.01, string.Join('\n', trained.Trial.Describe()));
        Assert.All(trained.Experts.Where(expert => expert.Id != "general"), apart => Assert.True(apart.Evaluation![0].Value < general, $"{apart.Id} {apart.Evaluation[0].Value}"));
    }

    public void Dispose() => _folder.Dispose();

    private static string NameOf(string rival) =>
        rival.Contains("(best", StringComparison.Ordinal) ? "always-best" : rival.Contains("(cheapest", StringComparison.Ordinal) ? "always-cheapest" : "uniform";

    private TrainedHome Train(LabelledData data, Func<HomePlan, HomePlan>? change = null)
    {
        var quick = new Dictionary<string, string> { ["char-max"] = "0" };
        var plan = new HomePlan(
            new Home(Path.Combine(_folder.Root, "home")),
            data,
            null,
            new ExpertPlan(BuiltInKinds.Experts["ngram"], PackageCode.BuiltIn("ngram"), "1.0.0") { Options = new Dictionary<string, string>(quick) { ["strengths"] = "1" } },
            new GatePlan("ngram", "gate", "1.0.0") { Options = quick })
        {
            Seed = 1,
            SharesVocabulary = true,
            Logger = NullLogger.Instance,
        };
        return new HomeTrainer(TimeProvider.System).Train(change?.Invoke(plan) ?? plan);
    }

    /// <summary>One set dealt into parts by the place of a row: there is nothing in a text that tells whose it is.</summary>
    private static LabelledData RandomParts(string set, int parts)
    {
        var whole = LabelledData.Read(set, new DataColumns());
        var domain = whole.Domains[0];
        IReadOnlyList<Example> Part(IReadOnlyList<Example> rows, int part) => [.. rows.Where((_, row) => row % parts == part).Select(row => row with { Domain = $"part{part}" })];
        return new LabelledData([.. Enumerable.Range(0, parts).Select(part => new DomainData($"part{part}", Part(domain.Train, part), Part(domain.Dev, part), []))], HasDomains: true, whole.Summary)
        {
            MergesLabels = true,
        };
    }
}
