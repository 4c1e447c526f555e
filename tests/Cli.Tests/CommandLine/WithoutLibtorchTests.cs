using MoECollab.Cli.Tests.Driving;

namespace MoECollab.Cli.Tests.CommandLine;

/// <summary>The built program in a folder of its own, without the native half of TorchSharp beside it.</summary>
public sealed class WithoutLibtorchTests : IDisposable
{
    private readonly TinyHome _home;
    private readonly string _folder = Directory.CreateTempSubdirectory("moe-no-libtorch-").FullName;

    public WithoutLibtorchTests(TinyHome home)
    {
        _home = home;
        Copy(BuiltProgram.Folder, _folder);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_needs_no_tensor_runs()
    {
        var result = await RunAsync("predict", "--text", "the cat purrs", "--home", _home.Home, "-o", "jsonl");

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains("animals/cats", result.Output);
    }

    [Fact]
    public async Task What_needs_tensors_says_in_one_sentence_how_to_get_it_and_nothing_is_copied_or_printed()
    {
        var result = await RunAsync("predict", "--text", "the cat purrs", "--home", _home.Home, "--device", "auto", "-o", "jsonl");

        Assert.Equal((3, ""), (result.Code, result.Output));
        Assert.Equal(
            $"moe: This needs tensors, and there is no libtorch beside the program ('{Path.Combine(_folder, "libtorch")}'). Build the program with -p:Torch=cpu (or cuda-linux, cuda-windows), which lays out 'libtorch' beside it, or set LIBTORCH_HOME to a folder with libtorch {Torch.Libtorch.Version}. [libtorch-missing]\n",
            result.Error);
        Assert.False(Directory.Exists(Path.Combine(_folder, "cpu")));
    }

    [Fact]
    public async Task Doctor_says_what_is_missing_and_how_to_get_it()
    {
        var result = await RunAsync("doctor");

        Assert.Equal(1, result.Code);
        Assert.Contains(result.Output.Split('\n'), line => line.StartsWith("MISSING  libtorch", StringComparison.Ordinal) && line.Contains("-p:Torch=cpu", StringComparison.Ordinal));
    }

    private Task<MoeResult> RunAsync(params string[] arguments) => BuiltProgram.StartAsync(Path.Combine(_folder, "moe"), "", new Dictionary<string, string?> { ["LIBTORCH_HOME"] = null }, arguments);

    private static void Copy(string from, string to)
    {
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories).Where(folder => Path.GetFileName(folder) != "libtorch"))
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(file => !Path.GetFileName(file).StartsWith("libtorch", StringComparison.Ordinal) && Path.GetFileName(Path.GetDirectoryName(file)) != "libtorch"))
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
    }
}
