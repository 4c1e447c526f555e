using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Encoders;
using MoECollab.Errors;
using MoECollab.Experts;
using MoECollab.Inputs;
using MoECollab.NGram.Tests.Data;
using MoECollab.NGramExpert;
using MoECollab.Packages;
using MoECollab.Training;
using MoECollab.Weights;
using NSubstitute;
using static TorchSharp.torch;

namespace MoECollab.NGram.Tests.Expert;

public sealed class NGramExpertFactoryTests
{
    private static readonly string[] Topics = ["fish", "music", "tools"];

    [Theory]
    [InlineData("linear")]
    [InlineData("embedding")]
    [InlineData("ensemble")]
    public void A_trained_package_answers(string model)
    {
        var folder = Train(new() { ["model"] = model, ["bucket-bits"] = "14" });
        using var expert = (IDirectExpert)new NGramExpertPlugin().Create(Context(folder, Topics));

        using var output = expert.Run(new ExpertBatch([new("a good old violin"), new("the herring"), new("")], null));

        Assert.Equal([3L, 3L], output.Values!.shape);
        var probabilities = output.Values.data<float>().ToArray();
        Assert.True(probabilities[1] > 0.5f);
        Assert.True(probabilities[3] > 0.5f);
        Assert.Equal(1f, probabilities[6] + probabilities[7] + probabilities[8], 1e-5f);
    }

    [Theory]
    [InlineData("linear")]
    [InlineData("embedding")]
    [InlineData("ensemble")]
    public void The_direct_path_equals_the_batch(string model)
    {
        var folder = Train(new() { ["model"] = model, ["bucket-bits"] = "14" });
        using var expert = (IDirectExpert)new NGramExpertPlugin().Create(Context(folder, Topics));
        var direct = new float[3];

        using var output = expert.Run(new ExpertBatch([new("a new salmon and a linker")], null));
        expert.Run("a new salmon and a linker", [], direct);

        Assert.Equal(direct, output.Values!.data<float>().ToArray());
    }

    [Fact]
    public void A_choice_that_is_given_back_makes_the_same_weights()
    {
        var (first, chosen) = TrainAndSay(new() { ["bucket-bits"] = "14" });

        var (second, again) = TrainAndSay(new() { ["bucket-bits"] = "14", ["choice"] = chosen["choice"] });

        Assert.Equal(chosen, again);
        Assert.Equal(File.ReadAllBytes(Path.Combine(first, "moe", "ngram.safetensors")), File.ReadAllBytes(Path.Combine(second, "moe", "ngram.safetensors")));
    }

    [Fact]
    public void An_ensemble_costs_what_both_cost_and_answers_between_them()
    {
        Dictionary<string, string> options = new() { ["bucket-bits"] = "14", ["model"] = "ensemble" };
        var (folder, said) = TrainAndSay(options);
        var (alone, _) = TrainAndSay(new() { ["bucket-bits"] = "14", ["model"] = "linear", ["choice"] = said["choice"] });
        using var ensemble = (IDirectExpert)new NGramExpertPlugin().Create(Context(folder, Topics));
        using var linear = (IDirectExpert)new NGramExpertPlugin().Create(Context(alone, Topics));
        var (both, one) = (new float[3], new float[3]);

        ensemble.Run("a good old violin", [], both);
        linear.Run("a good old violin", [], one);

        Assert.Equal(1f, both.Sum(), 1e-5f);
        Assert.NotEqual(one, both);
        Assert.True(ensemble.Traits.ParameterCount > linear.Traits.ParameterCount);
        Assert.True(((ICountsWork)ensemble).MultiplyAdds(new("a good old violin")) >= ((ICountsWork)linear).MultiplyAdds(new("a good old violin")) + (3 * 16));
    }

    [Fact]
    public void An_ensemble_that_is_fitted_once_more_keeps_its_choice()
    {
        var (folder, said) = TrainAndSay(new() { ["bucket-bits"] = "14", ["model"] = "ensemble" });
        var before = File.ReadAllBytes(Path.Combine(folder, "moe", "embedding.safetensors"));
        var training = Training(folder, new(said) { ["bucket-bits"] = "14" });

        var refitted = new NGramExpertPlugin().Refit(training with { Validation = [] });
        var same = File.ReadAllBytes(Path.Combine(folder, "moe", "embedding.safetensors"));
        new NGramExpertPlugin().Refit(training with { Examples = [.. training.Examples, .. training.Validation], Validation = [] });

        Assert.True(refitted);
        Assert.Equal(before, same);
        Assert.NotEqual(before, File.ReadAllBytes(Path.Combine(folder, "moe", "embedding.safetensors")));
    }

    [Fact]
    public void Embeddings_stay_out_where_the_linear_classifier_is_right_anyway()
    {
        var (folder, said) = TrainAndSay(new() { ["bucket-bits"] = "14" });

        Assert.Equal("linear", said["model"]);
        Assert.False(File.Exists(Path.Combine(folder, "moe", "embedding.safetensors")));
    }

    [Fact]
    public void An_ensemble_without_its_embeddings_is_refused()
    {
        var (folder, said) = TrainAndSay(new() { ["bucket-bits"] = "14", ["model"] = "ensemble" });
        File.Delete(Path.Combine(folder, "moe", "embedding.safetensors"));

        var fault = Assert.Throws<WeightFileException>(() => new NGramExpertPlugin().Create(Context(folder, Topics) with { Options = said }));

        Assert.Contains("embedding.safetensors", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_ensemble_whose_embeddings_were_cut_short_is_refused()
    {
        var folder = Train(new() { ["bucket-bits"] = "14", ["model"] = "ensemble" });
        var path = Path.Combine(folder, "moe", "embedding.safetensors");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^100]);

        var fault = Assert.Throws<WeightFileException>(() => new NGramExpertPlugin().Create(Context(folder, Topics)));

        Assert.Contains("embedding.safetensors", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Embeddings_of_a_linear_expert_are_refused_as_part_of_another()
    {
        var folder = Train(new() { ["bucket-bits"] = "14" });
        File.Copy(Path.Combine(folder, "moe", "ngram.safetensors"), Path.Combine(folder, "moe", "embedding.safetensors"));

        var fault = Assert.Throws<WeightFileException>(() => new NGramExpertPlugin().Create(Context(folder, Topics)));

        Assert.Contains("ngram.head", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_ensemble_of_texts_that_share_no_word_still_answers()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var training = Training(folder, new() { ["bucket-bits"] = "14", ["model"] = "ensemble" });
        LabelledInput[] rows = [.. Enumerable.Range(0, 40).Select(at => new LabelledInput(new RawInput($"{(char)('a' + (at % 26))}{at}"), Topics[at % 3]))];
        new NGramExpertPlugin().Train(training with { Examples = rows, Validation = [] });
        using var expert = (IDirectExpert)new NGramExpertPlugin().Create(Context(folder, Topics));
        var probabilities = new float[3];

        expert.Run("a0", [], probabilities);

        Assert.Equal(1f, probabilities.Sum(), 1e-5f);
    }

    [Fact]
    public void Labels_that_do_not_fit_the_weights_are_refused()
    {
        var folder = Train(new() { ["bucket-bits"] = "14" });

        var fault = Assert.Throws<MoECollabException>(() => new NGramExpertPlugin().Create(Context(folder, ["fish", "music"])));

        Assert.Contains("has 2 labels and weights for 3 classes", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("24", "-s24")]
    [InlineData("7", "-s7")]
    [InlineData("0", "")]
    public void Shapes_are_read_as_far_as_is_told(string told, string expected)
    {
        var folder = Train(new() { ["bucket-bits"] = "14", ["shape-tokens"] = told });

        using var file = WeightFile.Open(Path.Combine(folder, "moe", "ngram.safetensors"));

        Assert.EndsWith($"-l16{expected}", file.Metadata["ngram.scheme"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model", "forest", "best, linear, embedding or ensemble")]
    [InlineData("char-max", "99", "a whole number from 0 to 16")]
    [InlineData("strengths", "0", "numbers from 1E-06 to 1000000")]
    [InlineData("ratios", "0;2", "numbers from 0 to 1")]
    [InlineData("choice", "1;0.5", "what an earlier training wrote into its manifest")]
    [InlineData("leads", "4.5", "whole numbers from 0 to 1000")]
    [InlineData("balances", "0.5;1.5", "numbers from 0 to 1")]
    [InlineData("shape-tokens", "1001", "a whole number from 0 to 1000")]
    [InlineData("choice", "1;0.5;1|0@0.25*1|2.5|lead2000", "what an earlier training wrote into its manifest")]
    [InlineData("embedding", "words@2*1", "what an earlier training wrote into its manifest")]
    [InlineData("colour", "red", "an option of the n-gram expert")]
    public void An_unusable_option_is_refused_with_what_was_expected(string name, string value, string expected)
    {
        var fault = Assert.Throws<MoECollabException>(() => Train(new() { [name] = value }));

        Assert.Contains($"'{name}' is '{value}'; expected {expected}", fault.Message, StringComparison.Ordinal);
    }

    private static string Train(Dictionary<string, string> options) => TrainAndSay(options).Folder;

    private static (string Folder, IReadOnlyDictionary<string, string> Said) TrainAndSay(Dictionary<string, string> options)
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        return (folder, new NGramExpertPlugin().Train(Training(folder, options)));
    }

    private static ExpertTraining Training(string folder, Dictionary<string, string> options)
    {
        string[] ofClass = ["music", "tools", "fish"];
        LabelledInput[] Examples(int count, int seed) => [.. LabelledLines.ThreeTopics(count, seed).Select(example => new LabelledInput(new RawInput(example.Text), ofClass[example.Class]))];
        return new ExpertTraining
        {
            OutputFolder = folder,
            Device = CPU,
            Seed = 1,
            Logger = NullLogger.Instance,
            Labels = Topics,
            Examples = Examples(300, 1),
            Validation = Examples(60, 2),
            Options = options,
        };
    }

    private static ExpertContext Context(string folder, IReadOnlyList<string> labels)
    {
        var files = Substitute.For<IPackageFiles>();
        files.Exists(Arg.Any<string>()).Returns(call => File.Exists(Path.Combine(folder, call.Arg<string>())));
        files.OpenWeights(Arg.Any<string>()).Returns(call => WeightFile.Open(Path.Combine(folder, call.Arg<string>())));
        return new ExpertContext
        {
            Id = "topics",
            Version = "1.0.0",
            Device = CPU,
            Encoder = new EncoderDescription("none", "1.0.0", "sha256:none", 1),
            Files = files,
            Labels = labels,
            Options = new Dictionary<string, string>(),
            Logger = NullLogger.Instance,
        };
    }
}
