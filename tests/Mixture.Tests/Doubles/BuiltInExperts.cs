using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Encoders;
using MoECollab.Experts;
using MoECollab.Mixture.Kinds;
using MoECollab.Text.Learning;
using MoECollab.Weights;
using static TorchSharp.torch;

namespace MoECollab.Mixture.Tests.Doubles;

/// <summary>Experts of the built-in kinds with random weights, loaded from files as packages are.</summary>
internal sealed class BuiltInExperts(string folder, EncoderDescription encoder, Random random)
{
    public static readonly string[] Kinds = ["adapter", "linear", "feed-forward", "lora", "ngram"];

    private int _made;

    /// <summary>Makes one.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="labels">C labels.</param>
    /// <param name="spoilt">Whether the first class of its head is not a number.</param>
    public IExpert Make(string kind, string[] labels, bool spoilt = false)
    {
        var own = Directory.CreateDirectory(Path.Combine(folder, $"expert{_made++}", "moe")).FullName;
        var (size, classes) = (encoder.HiddenSize, labels.Length);
        var options = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (kind == "ngram")
        {
            File.Copy(Trained(classes), Path.Combine(own, "ngram.safetensors"));
        }
        else
        {
            var width = kind switch { "adapter" or "lora" => random.Next(1, 20), "feed-forward" => 4 * size, _ => 0 };
            var head = Values(classes * size);
            head[0] = spoilt ? float.NaN : head[0];
            List<NamedWeights> weights = [NamedWeights.Of("head.weight", head, classes, size), NamedWeights.Of("head.bias", Values(classes), classes)];
            var (down, up) = kind == "lora" ? ("lora_A.weight", "lora_B.weight") : ("down.weight", "up.weight");
            if (width > 0)
                weights.AddRange([NamedWeights.Of(down, Values(width * size), width, size), NamedWeights.Of(up, Values(size * width), size, width)]);
            if (kind == "feed-forward")
                weights.AddRange([NamedWeights.Of("down.bias", Values(width), width), NamedWeights.Of("up.bias", Values(size), size)]);
            WeightWriter.Write(Path.Combine(own, "adapter_model.safetensors"), weights);
            if (kind is "adapter" or "feed-forward")
                options["activation"] = ((string[])["relu", "gelu", "tanh"])[random.Next(3)];
            if (kind != "lora")
                options["temperature"] = random.Next(2) == 0 ? "1" : "1.7";
        }

        return BuiltInKinds.Find(kind).Create(new ExpertContext
        {
            Id = kind,
            Version = "1.0.0",
            Device = CPU,
            Encoder = encoder,
            Files = new FolderFiles(Path.GetDirectoryName(own)!),
            Labels = labels,
            Options = options,
            Logger = NullLogger.Instance,
        });
    }

    // Training takes longer than all else here, so one classifier serves all experts with as many classes.
    private string Trained(int classes)
    {
        var path = Path.Combine(Path.GetDirectoryName(folder)!, $"ngram-{classes}.safetensors");
        LabelledText[] texts = [.. Enumerable.Range(0, 3 * classes).Select(i => new LabelledText($"word{i % classes} more{i % 4}", i % classes))];
        if (!File.Exists(path))
            NGramLearner.Train(texts, [], classes, new NGramLearning { Epochs = 1, Strengths = [1f] }, CancellationToken.None).Save(path);
        return path;
    }

    private float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1) * 0.4f)];
}
