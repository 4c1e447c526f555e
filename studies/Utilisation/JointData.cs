using System.Globalization;
using MoECollab.Encoders;
using MoECollab.Gating;
using MoECollab.Inputs;
using MoECollab.Outputs;
using MoECollab.Training.Data;
using MoECollab.Training.Fitting;
using MoECollab.Training.Gates;
using static TorchSharp.torch;

namespace MoECollab.Studies.Utilisation;

/// <summary>Encoded rows for joint trainings; encoded once for all of them.</summary>
internal sealed class JointData : IDisposable
{
    /// <summary>Training rows of each class: those of the smallest hash.</summary>
    public const int PerClass = 100;

    public JointData(DomainData data, IEncoder encoder, CancellationToken cancellation)
    {
        Encoder = encoder;
        Labels = data.Labels;
        TrainExamples = Examples(data.Train);
        DevExamples = Examples(data.Dev);
        var test = Examples(data.Test);
        var classOf = Labels.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        Actual = [.. test.Select(example => classOf.GetValueOrDefault(example.Label, -1))];
        (Train, Dev, Test) = (Encoded(TrainExamples, cancellation), Encoded(DevExamples, cancellation), Encoded(test, cancellation));
    }

    /// <summary>The experts' ids.</summary>
    public static IReadOnlyList<string> Ids { get; } = [.. Enumerable.Range(0, JointMixture.Experts).Select(i => string.Create(CultureInfo.InvariantCulture, $"expert-{i}"))];

    public IEncoder Encoder { get; }

    public IReadOnlyList<string> Labels { get; }

    public IReadOnlyList<LabelledInput> TrainExamples { get; }

    public IReadOnlyList<LabelledInput> DevExamples { get; }

    public PooledInputs Train { get; }

    public PooledInputs Dev { get; }

    public PooledInputs Test { get; }

    /// <summary>The class of each test row.</summary>
    public IReadOnlyList<int> Actual { get; }

    public void Dispose()
    {
        Train.Dispose();
        Dev.Dispose();
        Test.Dispose();
    }

    private PooledInputs Encoded(IReadOnlyList<LabelledInput> examples, CancellationToken cancellation)
    {
        var snapshot = new ExpertSnapshot(1, Ids.Select(id => new ExpertDescriptor(id, "1.0.0", new ClassSpace(Labels))));
        return new PooledInputs(snapshot, examples, EncodedInputs.Encode(Encoder, [.. examples.Select(example => example.Input)], null, cancellation), CPU);
    }

    private static IReadOnlyList<LabelledInput> Examples(IEnumerable<Example> rows) => [.. rows.Select(row => new LabelledInput(new RawInput(row.Text), row.Label))];
}
