using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Encoders;
using MoECollab.Experts;
using MoECollab.HashedNGramEncoder;
using MoECollab.Inputs;
using MoECollab.Mixture.Kinds;
using MoECollab.Packaging.Files;
using MoECollab.Text.Learning;
using MoECollab.Training;
using MoECollab.Training.Experts;
using TorchSharp;

namespace MoECollab.Benchmarks.Text;

/// <summary>A frozen encoder whose vectors are kept, adapter and head fitted on them: our trainer beside a loop on PyTorch over the same vectors.</summary>
internal sealed class KeptEncodings : IDisposable
{
    private const int Hidden = 256;
    private const int Rank = 32;
    private const int Batch = 256;
    private const int FewEpochs = 4;
    private const int WarmEpochs = 8;
    private const double LearningRate = 0.002;

    private readonly BenchmarkSet _set;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("moe-bench-");
    private readonly IDirectBatchEncoder _encoder;
    private readonly IExpertFactory _factory;
    private readonly string[] _labels;

    public KeptEncodings(BenchmarkSet set)
    {
        _set = set;
        _labels = [.. Enumerable.Range(0, set.Classes).Select(its => its.ToString("D4", CultureInfo.InvariantCulture))];
        var plugin = new HashedNGramEncoderPlugin();
        plugin.Train(new EncoderTraining { Texts = [.. set.Train.Select(row => row.Text)], OutputFolder = _folder.FullName, Device = new(DeviceType.CPU), Seed = 1, Logger = NullLogger.Instance });
        _factory = BuiltInKinds.Find("adapter");
        _encoder = (IDirectBatchEncoder)plugin.Create(new EncoderContext { Id = "words", Version = "1.0.0", Device = new(DeviceType.CPU), Files = new PackageFiles(_folder.FullName), Options = None, Logger = NullLogger.Instance });
        Train(WarmEpochs);
    }

    /// <summary>Passes over the examples.</summary>
    public static int Epochs => 24;

    private static Dictionary<string, string> None => new(StringComparer.OrdinalIgnoreCase);

    /// <summary>CPU seconds of a pass, from a short and a long training, which encode and calibrate alike, and the accuracy of the long one.</summary>
    public (double Seconds, double Accuracy) Ours()
    {
        var few = Train(FewEpochs);
        var all = Train(Epochs);
        using var expert = (IDirectExpert)_factory.Create(new ExpertContext
        {
            Id = "adapter",
            Version = "1.0.0",
            Device = new(DeviceType.CPU),
            Encoder = _encoder.Description,
            Files = new PackageFiles(Output),
            Labels = _labels,
            Options = None,
            Logger = NullLogger.Instance,
        });
        var probabilities = new float[_set.Classes];
        var hidden = new float[Hidden];
        var right = 0;
        foreach (var row in _set.Test)
        {
            _encoder.Encode(row.Text, hidden);
            expert.Run(row.Text, hidden, probabilities);
            right += Array.IndexOf(probabilities, probabilities.Max()) == row.Class ? 1 : 0;
        }

        return ((all - few) / (Epochs - FewEpochs), (double)right / _set.Test.Length);
    }

    /// <summary>The same with PyTorch; null where there is none.</summary>
    public (double Seconds, double Accuracy)? Theirs()
    {
        Write("train", _set.Train);
        Write("test", _set.Test);
        string[] arguments = [_folder.FullName, .. new[] { Hidden, _set.Classes, Rank, Batch }.Select(value => value.ToString(CultureInfo.InvariantCulture)), LearningRate.ToString(CultureInfo.InvariantCulture), Epochs.ToString(CultureInfo.InvariantCulture)];
        return PythonScript.Run("adapter_training.py", arguments) is { } answer ? (answer.GetProperty("seconds").GetDouble(), answer.GetProperty("accuracy").GetDouble()) : null;
    }

    public void Dispose()
    {
        _encoder.Dispose();
        _folder.Delete(recursive: true);
    }

    private string Output => Path.Combine(_folder.FullName, "expert");

    private double Train(int epochs)
    {
        var training = new ExpertTraining
        {
            Labels = _labels,
            Examples = [.. _set.Train.Select(row => new LabelledInput(new RawInput(row.Text), _labels[row.Class]))],
            Validation = [],
            Encoder = _encoder,
            OutputFolder = Output,
            Device = new(DeviceType.CPU),
            Seed = 1,
            Logger = NullLogger.Instance,
            Options = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
            {
                ["epochs"] = epochs.ToString(CultureInfo.InvariantCulture),
                ["patience"] = "10000",
                ["batch"] = Batch.ToString(CultureInfo.InvariantCulture),
                ["clip"] = "0",
                ["rank"] = Rank.ToString(CultureInfo.InvariantCulture),
                ["learning-rate"] = LearningRate.ToString(CultureInfo.InvariantCulture),
            },
        };
        var before = Environment.CpuUsage.TotalTime;
        new ExpertTrainer(TimeProvider.System).Train(_factory, new ExpertName("adapter", "1.0.0"), training);
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }

    private void Write(string name, LabelledText[] rows)
    {
        var vectors = new float[rows.Length * Hidden];
        for (var row = 0; row < rows.Length; row++)
            _encoder.Encode(rows[row].Text, vectors.AsSpan(row * Hidden, Hidden));
        File.WriteAllBytes(Path.Combine(_folder.FullName, $"{name}.f32"), MemoryMarshal.AsBytes(vectors.AsSpan()));
        long[] classes = [.. rows.Select(row => (long)row.Class)];
        File.WriteAllBytes(Path.Combine(_folder.FullName, $"{name}.i64"), MemoryMarshal.AsBytes(classes.AsSpan()));
    }
}
