using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Encoders;
using MoECollab.Experts;
using MoECollab.Gating;
using MoECollab.Gating.Composing;
using MoECollab.Mixture;
using MoECollab.Mixture.Kinds;
using MoECollab.Mixture.Mixing;
using MoECollab.Outputs;
using MoECollab.Packaging.Files;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Labels;
using MoECollab.Training.Data;
using MoECollab.Training.Homes;
using MoECollab.Training.Measuring;
using MoECollab.Training.Packages;
using MoECollab.Training.Tests.Synthetic;
using static TorchSharp.torch;

namespace MoECollab.Training.Tests.Homes;

public sealed class SharedDataTests : IDisposable
{
    private static readonly EncoderDescription NoEncoder = new("none", "0.0.0", "", 1);

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Experts_and_gate_of_two_real_sets_come_near_the_oracle()
    {
        var data = LabelledData.Read(SharedData.Link(_folder, "trec6", "sms_spam"), new DataColumns());
        var home = new Home(Path.Combine(_folder.Root, "home"));
        var plan = new HomePlan(
            home,
            data,
            null,
            new ExpertPlan(BuiltInKinds.Experts["ngram"], PackageCode.BuiltIn("ngram"), "1.0.0") { Options = new Dictionary<string, string> { ["strengths"] = "1", ["char-max"] = "0" } },
            new GatePlan("ngram", "ngram", "1.0.0") { Options = new Dictionary<string, string> { ["char-max"] = "0" } })
        {
            Seed = 1,
            Logger = NullLogger.Instance,
        };

        new HomeTrainer(TimeProvider.System).Train(plan);

        var experts = Open(home);
        using var gate = new GateBuilder(GatingRegistry.BuiltIn, NullLogger.Instance)
            .Build(new PackageFiles(home.Locate(PackageRole.Gate, "ngram", "1.0.0").Folder), NoEncoder, CPU, new GateOptions());
        var set = new EvaluationSet(data);
        var mixture = new MixtureEvaluator(TimeProvider.System).Evaluate(new ExpertMixture(null, gate, experts, new MixtureOptions()), set, 0, MixtureRequest.Plain, null);
        var (oracle, _) = new ExpertEvaluator(null, TimeProvider.System).Oracle(experts, set, mixture.Load, TestContext.Current.CancellationToken);
        Assert.True(mixture.Figures.RoutingAccuracy > 0.97, $"routing accuracy {mixture.Figures.RoutingAccuracy}");
        Assert.True(mixture.Figures.Accuracy > 0.93, $"accuracy {mixture.Figures.Accuracy}");
        Assert.True(oracle.Figures.Accuracy - mixture.Figures.Accuracy < 0.03, $"oracle {oracle.Figures.Accuracy}, mixture {mixture.Figures.Accuracy}");
    }

    public void Dispose() => _folder.Dispose();

    private static List<MixtureExpert> Open(Home home) => [.. home.Packages(PackageRole.Expert).Select(package =>
    {
        var labels = LabelFile.Read(package.Folder, Packaging.Manifests.ManifestReader.Read(package));
        var expert = BuiltInKinds.Experts["ngram"].Create(new ExpertContext
        {
            Id = package.Id,
            Version = package.Version,
            Device = CPU,
            Encoder = NoEncoder,
            Files = new PackageFiles(package.Folder),
            Labels = labels,
            Options = new Dictionary<string, string>(),
            Logger = NullLogger.Instance,
        });
        return new MixtureExpert(new ExpertDescriptor(package.Id, package.Version, new ClassSpace(labels)), expert);
    })];
}
