using MoECollab.Cli.Tests.Driving;
using static TorchSharp.torch;

namespace MoECollab.Cli.Tests.CommandLine;

public sealed class InvocationTests(TinyHome home)
{
    [Fact]
    public async Task A_command_that_works_ends_with_0()
    {
        var result = await Moe.RunAsync("predict", "--text", "the cat purrs", "--home", home.Home);

        Assert.Equal((0, ""), (result.Code, result.Error));
    }

    [Theory]
    [InlineData("predict", "--nonsense")]
    [InlineData("nonsense")]
    [InlineData("predict", "--threads", "0", "--text", "x")]
    [InlineData("predict")]
    [InlineData("train", "expert", "--id", "x")]
    [InlineData("bench", "layer")] // a verb of the repository
    [InlineData("demo")]
    public async Task A_wrong_command_line_ends_with_2_and_a_sentence(params string[] arguments)
    {
        var result = await Moe.RunAsync([.. arguments, .. arguments is ["predict"] ? ["--home", home.Home] : Array.Empty<string>()]);

        Assert.Equal((2, ""), (result.Code, result.Output));
        Assert.StartsWith("moe: ", result.Error);
    }

    [Fact]
    public async Task An_option_of_the_learner_that_is_no_pair_ends_with_2()
    {
        var result = await Moe.RunAsync("train", "expert", "--data", home.Data, "--id", "x", "--set", "epochs", "--home", home.Home, "--out", home.NewPath("x"), "--kind", "ngram");

        Assert.Equal(2, result.Code);
        Assert.Contains("expected name=value", result.Error);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("show", "x")]
    [InlineData("predict", "--text", "x")]
    public async Task A_home_that_is_not_there_ends_with_3(params string[] arguments)
    {
        var result = await Moe.RunAsync([.. arguments, "--home", home.NewPath("nowhere")]);

        Assert.Equal(3, result.Code);
        Assert.Contains("[home-not-found]", result.Error);
    }

    [Theory]
    [InlineData("show", "nobody")]
    [InlineData("disable", "nobody")]
    [InlineData("gates", "show", "nobody")]
    public async Task A_name_that_is_not_there_ends_with_3_and_names_what_is(params string[] arguments)
    {
        var result = await Moe.RunAsync([.. arguments, "--home", home.Home]);

        Assert.Equal(3, result.Code);
        Assert.Contains("nobody", result.Error);
        Assert.Contains("Installed: ", result.Error);
    }

    [Fact]
    public async Task A_file_that_is_not_there_ends_with_3()
    {
        var result = await Moe.RunAsync("predict", "--file", home.NewPath("nothing.txt"), "--home", home.Home);

        Assert.Equal(3, result.Code);
    }

    [Fact]
    public async Task A_device_that_is_not_there_ends_with_4_and_says_what_was_probed()
    {
        if (cuda.is_available())
            Assert.Skip("a CUDA device is available to libtorch");

        var result = await Moe.RunAsync("predict", "--text", "x", "--device", "cuda", "--home", home.Home);

        Assert.Equal(4, result.Code);
        Assert.Contains("[no-such-device]", result.Error);
        Assert.Contains("libtorch", result.Error);
    }

    [Fact]
    public async Task Device_auto_says_which_one_it_took()
    {
        var loud = await Moe.RunAsync("predict", "--text", "x", "--device", "auto", "--home", home.Home);
        var quiet = await Moe.RunAsync("predict", "--text", "x", "--device", "auto", "--quiet", "--home", home.Home);

        Assert.Equal((0, 0), (loud.Code, quiet.Code));
        Assert.Contains(cuda.is_available() ? "cuda" : "cpu", loud.Error);
        Assert.Equal("", quiet.Error);
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("--help")]
    [InlineData("predict", "--help")]
    public async Task What_is_asked_of_the_program_itself_is_on_stdout(params string[] arguments)
    {
        var result = await Moe.RunAsync(arguments);

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.NotEqual("", result.Output);
    }

    [Fact]
    public async Task The_help_of_every_verb_has_an_example()
    {
        foreach (var verb in (string[])["predict", "route", "eval", "list", "show", "enable", "disable", "doctor"])
        {
            var result = await Moe.RunAsync(verb, "--help");

            Assert.Contains("Example: ", result.Output);
        }
    }

    [Fact]
    public async Task The_built_program_ends_with_the_same_codes_and_without_colours()
    {
        var environment = new Dictionary<string, string?> { ["NO_COLOR"] = "1", ["TERM"] = "xterm-256color", ["MOE_HOME"] = home.Home };
        var program = Path.Combine(BuiltProgram.Folder, "moe");

        var answered = await BuiltProgram.StartAsync(program, "", environment, "predict", "--text", "the cat purrs");
        var refused = await BuiltProgram.StartAsync(program, "", environment, "show", "nobody");

        Assert.Equal((0, 3), (answered.Code, refused.Code));
        Assert.DoesNotContain('\x1b', answered.Output + answered.Error + refused.Output + refused.Error);
    }
}
