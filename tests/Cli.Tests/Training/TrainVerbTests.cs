using System.Text.Json;
using MoECollab.Cli.Tests.Driving;

namespace MoECollab.Cli.Tests.Training;

public sealed class TrainVerbTests(TinyHome home)
{
    [Fact]
    public async Task Joint_training_ends_in_a_home_that_predicts()
    {
        var fresh = home.NewPath("home");
        var encoder = Path.Combine(home.Home, "encoders", "words", "1.0.0");

        var trained = await Moe.RunAsync("train", "joint", "--data", home.Data, "--encoder", encoder, "--id", "gate", "--set", "epochs=3", "--home", fresh, "--quiet", "-o", "json");

        Assert.Equal((0, ""), (trained.Code, trained.Error));
        Assert.Equal("gate@1.0.0", JsonDocument.Parse(trained.Output).RootElement.GetProperty("gate").GetString());
        await CopyEncoderAsync(encoder, fresh);
        var answered = await Moe.RunAsync("predict", "--text", "the cat purrs", "--home", fresh, "-o", "jsonl");
        Assert.Equal((0, 1), (answered.Code, answered.Lines.Length));
        Assert.Contains("\"kind\":\"Route\"", answered.Output);
    }

    [Fact]
    public async Task An_adapter_over_the_homes_encoder_joins_the_home_cold()
    {
        var copy = home.Copy();

        var trained = await Moe.RunAsync(
            "train", "expert", "--data", Path.Combine(home.Data, "plants", "train.jsonl"), "--domain", "more", "--id", "more", "--kind", "adapter", "--set", "epochs=2", "--home", copy, "--quiet", "-o", "json");
        var explained = await Moe.RunAsync("route", "--explain", "--text", "a rose in bloom", "--home", copy);

        Assert.Equal(0, trained.Code);
        Assert.Equal("more@1.0.0", JsonDocument.Parse(trained.Output).RootElement.GetProperty("expert").GetString());
        Assert.Contains("cold: scored by its routing key", explained.Output);
    }

    [Fact]
    public async Task A_training_says_what_it_reads_ends_with_a_table_and_is_silent_when_quiet()
    {
        string[] call = ["train", "expert", "--data", Path.Combine(home.Data, "plants", "train.jsonl"), "--domain", "plants", "--id", "plants", "--kind", "ngram", "--home", home.NewPath("home")];

        var loud = await Moe.RunAsync(call);
        var quiet = await Moe.RunAsync([.. call, "--quiet"]);

        Assert.Equal((0, 0, ""), (loud.Code, quiet.Code, quiet.Error));
        Assert.Contains("120 rows read, 120 used, 0 skipped", loud.Error);
        Assert.Contains("validation accuracy", loud.Output);
        Assert.Contains("validation accuracy", quiet.Output);
    }

    [Fact]
    public async Task One_class_ends_with_a_sentence_before_any_work()
    {
        var file = home.NewPath("one.jsonl");
        await File.WriteAllLinesAsync(file, Enumerable.Range(0, 20).Select(row => $"{{\"text\":\"text {row}\",\"label\":\"only\"}}"), TestContext.Current.CancellationToken);
        var target = home.NewPath("expert");

        var result = await Moe.RunAsync("train", "expert", "--data", file, "--id", "x", "--kind", "ngram", "--out", target, "--home", home.Home);

        Assert.NotEqual(0, result.Code);
        Assert.Contains("only", result.Error);
        Assert.False(Directory.Exists(target));
    }

    private static async Task CopyEncoderAsync(string encoder, string fresh)
    {
        foreach (var file in Directory.EnumerateFiles(encoder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(fresh, "encoders", "words", "1.0.0", Path.GetRelativePath(encoder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await using var from = File.OpenRead(file);
            await using var to = File.Create(target);
            await from.CopyToAsync(to, TestContext.Current.CancellationToken);
        }
    }
}
