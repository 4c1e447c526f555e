using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Encoders;
using MoECollab.Experts;
using MoECollab.Gating;
using MoECollab.Inputs;
using MoECollab.Mixture.Kinds;
using MoECollab.Mixture.Mixing;
using MoECollab.Outputs;
using MoECollab.Packaging.Files;
using MoECollab.Training;
using MoECollab.Training.Data;
using MoECollab.Training.Examples;
using MoECollab.Training.Experts;
using MoECollab.Training.RoutingKeys;
using MoECollab.Weights;
using TorchSharp;

namespace MoECollab.Studies.Collaborating;

/// <summary>Experts as contributors ship them: each trained on its own rows, with its own n-grams and its routing key, knowing nothing of the others.</summary>
internal sealed class Contributors(LabelledData data, IEncoder encoder, StudyRun run) : IDisposable
{
    private const string Version = "1.0.0";
    private const long Seed = 1;

    private readonly Dictionary<string, MixtureExpert> _made = new(StringComparer.Ordinal);

    /// <summary>The expert of a domain, trained on all its rows.</summary>
    public MixtureExpert Honest(string domain)
    {
        var rows = Of(domain);
        return Make(rows.Id, Labelled(rows.Train), Labelled(rows.Dev));
    }

    /// <summary>One that was trained on a few rows of a domain.</summary>
    public MixtureExpert Poor(string domain, int rows)
    {
        var its = Of(domain);
        return Make($"poor-{its.Id}", Labelled(Shuffled(its.Train).Take(rows)), []);
    }

    /// <summary>One whose training rows carry each other's labels.</summary>
    public MixtureExpert Mislabelled(string domain)
    {
        var its = Of(domain);
        var labels = Shuffled(its.Train);
        return Make($"mislabelled-{its.Id}", Labelled(its.Train.Select((row, i) => row with { Label = labels[i].Label })), []);
    }

    /// <summary>Another's expert under a name of its own.</summary>
    public MixtureExpert CopyOf(string domain)
    {
        var original = Honest(domain);
        return original with { Descriptor = original.Descriptor with { Id = $"copy-of-{original.Descriptor.Id}" } };
    }

    public void Dispose()
    {
        foreach (var expert in _made.Values) expert.Expert.Dispose();
    }

    private DomainData Of(string domain) => data.Domains.Single(its => its.Name == domain);

    private static Example[] Shuffled(IReadOnlyList<Example> rows)
    {
        var shuffled = rows.ToArray();
        new Random((int)Seed).Shuffle(shuffled);
        return shuffled;
    }

    private IReadOnlyList<LabelledInput> Labelled(IEnumerable<Example> rows) => LabelledInputs.From(rows, data);

    private MixtureExpert Make(string id, IReadOnlyList<LabelledInput> examples, IReadOnlyList<LabelledInput> validation)
    {
        if (_made.TryGetValue(id, out var made)) return made;
        var (factory, name) = (BuiltInKinds.Find("ngram"), new ExpertName(id, Version));
        var labels = LabelledInputs.Labels(examples);
        var training = new ExpertTraining
        {
            OutputFolder = Directory.CreateDirectory(Path.Combine(run.WorkFolder, "experts", id)).FullName,
            Device = new(DeviceType.CPU),
            Seed = Seed,
            Logger = NullLogger.Instance,
            Cancellation = run.Plan.Cancellation,
            Labels = labels,
            Examples = examples,
            Validation = [.. validation.Where(example => labels.Contains(example.Label))],
            Encoder = encoder,
        };
        var trained = new ExpertTrainer(TimeProvider.System).Train(factory, name, training);
        IExpert expert = factory.Create(ExpertContexts.Of(name, training, trained.Options, new PackageFiles(training.OutputFolder)));
        return _made[id] = new MixtureExpert(new ExpertDescriptor(id, Version, new ClassSpace(labels)) { RoutingKeys = Keys(training.OutputFolder) }, expert);
    }

    private ReadOnlyMemory<float>[] Keys(string folder)
    {
        using var file = WeightFile.Open(RoutingKey.PathIn(folder));
        var values = file.Floats(RoutingKey.TensorName, -1, encoder.Description.HiddenSize).ToArray();
        return [.. values.Chunk(encoder.Description.HiddenSize).Select(key => new ReadOnlyMemory<float>(key))];
    }
}
