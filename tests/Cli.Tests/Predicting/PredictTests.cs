using System.Text.Json;
using MoECollab.Cli.Tests.Driving;

namespace MoECollab.Cli.Tests.Predicting;

public sealed class PredictTests(TinyHome home)
{
    private static readonly string[] Fields = ["label", "probability", "kind", "experts", "dropped", "gate", "entropy", "traceId"];

    [Fact]
    public async Task Jsonl_is_one_line_per_input_with_exactly_the_documented_fields()
    {
        var result = await Moe.RunAsync("predict", "--text", "the cat purrs", "--text", "a rose in bloom", "--home", home.Home, "-o", "jsonl");

        Assert.Equal((0, ""), (result.Code, result.Error));
        var answers = result.Lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["animals/cats", "plants/flowers"], answers.Select(answer => answer.GetProperty("label").GetString()));
        Assert.All(answers, answer =>
        {
            Assert.Equal(Fields, answer.EnumerateObject().Select(field => field.Name));
            Assert.Equal("Route", answer.GetProperty("kind").GetString());
            Assert.Equal("gate@1.0.0", answer.GetProperty("gate").GetString());
            Assert.InRange(answer.GetProperty("probability").GetDouble(), 0.5, 1);
            Assert.InRange(answer.GetProperty("entropy").GetDouble(), 0, Math.Log(2));
            Assert.All(answer.GetProperty("experts").EnumerateArray(), expert => Assert.Equal(["id", "version", "weight"], expert.EnumerateObject().Select(field => field.Name)));
            Assert.Equal(0, answer.GetProperty("dropped").GetArrayLength());
        });
    }

    [Fact]
    public async Task Probabilities_come_when_asked_for_and_sum_to_1()
    {
        var result = await Moe.RunAsync("predict", "--text", "the cat purrs", "--probabilities", "--top-k", "2", "--home", home.Home, "-o", "jsonl");

        var probabilities = JsonDocument.Parse(result.Lines[0]).RootElement.GetProperty("probabilities").EnumerateObject().ToList();
        Assert.Equal(["animals/cats", "animals/dogs", "plants/flowers", "plants/trees"], probabilities.Select(label => label.Name));
        Assert.Equal(1, probabilities.Sum(label => label.Value.GetDouble()), 1e-4);
    }

    [Fact]
    public async Task Json_is_one_array_and_the_table_names_label_and_expert()
    {
        var json = await Moe.RunAsync("predict", "--text", "the cat purrs", "--text", "an oak", "--home", home.Home, "-o", "json");
        var table = await Moe.RunAsync("predict", "--text", "the cat purrs", "--home", home.Home);

        Assert.Equal(2, JsonDocument.Parse(json.Output).RootElement.GetArrayLength());
        Assert.Contains("animals/cats", table.Lines[1]);
        Assert.Contains("animals ", table.Lines[1]);
    }

    [Fact]
    public async Task A_home_whose_fit_was_killed_is_refused_with_what_finishes_it()
    {
        var unfinished = home.Copy();
        File.Delete(Path.Combine(unfinished, "moe.json"));
        Directory.CreateDirectory(Path.Combine(unfinished, ".fit"));

        var result = await Moe.RunAsync("predict", "--text", "the cat purrs", "--home", unfinished);

        Assert.Equal((1, ""), (result.Code, result.Output));
        Assert.Contains($"'moe fit' has not finished {unfinished}", result.Error);
        Assert.Contains("Give the same 'moe fit' command again", result.Error);
    }

    [Fact]
    public async Task An_input_whose_experts_all_fail_still_has_its_line()
    {
        var broken = home.Copy();
        BrokenWeights.Write(broken, "animals");

        var result = await Moe.RunAsync("predict", "--text", "a rose in bloom", "--text", "the cat purrs", "--text", "an oak leaf", "--top-k", "1", "--home", broken, "-o", "jsonl");

        Assert.Equal((1, 3), (result.Code, result.Lines.Length));
        var answers = result.Lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal("plants/flowers", answers[0].GetProperty("label").GetString());
        Assert.Equal("plants/trees", answers[2].GetProperty("label").GetString());
        Assert.Equal(["error"], answers[1].EnumerateObject().Select(field => field.Name));
        Assert.Equal(["code", "message"], answers[1].GetProperty("error").EnumerateObject().Select(field => field.Name));
        Assert.Equal("all-experts-failed", answers[1].GetProperty("error").GetProperty("code").GetString());
        Assert.Contains("animals", result.Error);
    }

    [Fact]
    public async Task Texts_are_answered_without_linking_libtorch_where_nothing_takes_tensors()
    {
        var nowhere = new Dictionary<string, string?> { ["LIBTORCH_HOME"] = "/nowhere" };
        Task<MoeResult> Run(params string[] arguments) => BuiltProgram.StartAsync(Path.Combine(BuiltProgram.Folder, "moe"), "", nowhere, arguments);

        var one = await Run("predict", "--text", "the cat purrs", "--home", home.Home, "-o", "jsonl");
        var several = await Run("predict", "--text", "the cat purrs", "--text", "an oak leaf", "--text", "a puppy barks", "--home", home.Home, "-o", "jsonl");
        var linked = await Run("predict", "--text", "the cat purrs", "--home", home.Home, "--device", "auto");

        Assert.Equal((0, ""), (one.Code, one.Error));
        Assert.Equal((0, ""), (several.Code, several.Error));
        Assert.Contains("animals/cats", one.Output);
        Assert.Equal(3, several.Lines.Length);
        Assert.NotEqual(0, linked.Code);
        Assert.Contains("LIBTORCH_HOME is '/nowhere'", linked.Error);
    }

    [Fact]
    public async Task A_dash_reads_standard_input()
    {
        var result = await BuiltProgram.RunAsync("the cat purrs\nan oak leaf\n", "predict", "--file", "-", "--home", home.Home, "-o", "jsonl");

        Assert.Equal((0, 2), (result.Code, result.Lines.Length));
        Assert.Contains("\"label\":\"animals/cats\"", result.Lines[0]);
        Assert.Contains("\"label\":\"plants/trees\"", result.Lines[1]);
    }

    [Fact]
    public async Task A_bad_line_is_named_on_stderr_and_counted_and_the_others_are_answered()
    {
        var file = home.NewPath("texts.jsonl");
        await File.WriteAllLinesAsync(file, ["{\"text\":\"the cat purrs\"}", "{\"text\":", "{\"label\":\"no text\"}", "{\"text\":\"an oak leaf\"}"], TestContext.Current.CancellationToken);

        var result = await Moe.RunAsync("predict", "--file", file, "--home", home.Home, "-o", "jsonl");

        Assert.Equal((0, 2), (result.Code, result.Lines.Length));
        Assert.Contains("texts.jsonl:2", result.Error);
        Assert.Contains("texts.jsonl:3", result.Error);
        Assert.Contains("2 of 4 lines skipped", result.Error);
    }

    [Fact]
    public async Task Equal_calls_give_equal_bytes()
    {
        string[] call = ["predict", "--text", "the cat purrs", "--home", home.Home, "-o", "jsonl", "--seed", "3"];

        Assert.Equal((await Moe.RunAsync(call)).Output, (await Moe.RunAsync(call)).Output);
    }
}
