using MoECollab.Errors;

namespace MoECollab.Torch.Tests;

/// <summary>Where libtorch is looked for, and what is said where it is not there or is another one. The files are empty: only names are looked at.</summary>
public sealed class LibtorchFolderTests : IDisposable
{
    private static readonly string[] Libraries = [.. new[] { "c10", "torch_cpu", "torch" }.Select(FileNameOf)];

    private readonly string _root = Directory.CreateTempSubdirectory("moe-libtorch-").FullName;

    private string Beside => Path.Combine(_root, "program", "libtorch");

    private string Home => Path.Combine(_root, "home");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Without_a_home_it_is_what_the_build_laid_out_beside_the_program()
    {
        Put(Beside, [.. Libraries, FileNameOf("LibTorchSharp")]);

        var found = LibtorchFolder.Find(home: "", Beside);

        Assert.Equal((Beside, Libtorch.Version), (found.Path, found.Version));
        Assert.Equal(["c10", "torch_cpu", "torch", "LibTorchSharp"], found.Libraries.Select(library => library.Key));
    }

    [Theory]
    [InlineData("", "build-version")]
    [InlineData("lib", "../build-version")]
    [InlineData("torch/lib", "../version.py")]
    public void Home_may_be_an_unpacked_archive_or_a_wheel(string below, string versionFile)
    {
        Put(Beside, [FileNameOf("LibTorchSharp")]);
        var folder = Path.GetFullPath(Path.Combine(Home, below));
        Put(folder, Libraries);
        File.WriteAllText(Path.Combine(folder, versionFile), versionFile.EndsWith("py", StringComparison.Ordinal) ? $"from typing import Optional\n__version__ = '{Libtorch.Version}+cu128'\n" : $"{Libtorch.Version}+cu128\n");

        var found = LibtorchFolder.Find(Home, Beside);

        Assert.Equal((folder, $"{Libtorch.Version}+cu128"), (Path.GetFullPath(found.Path), found.Version));
        Assert.Equal(Path.Combine(Beside, FileNameOf("LibTorchSharp")), found.BridgePath);
    }

    [Fact]
    public void Cuda_libraries_are_loaded_where_a_home_has_them()
    {
        Put(Beside, [FileNameOf("LibTorchSharp")]);
        Put(Home, [.. Libraries, FileNameOf("c10_cuda"), FileNameOf("torch_cuda")]);
        File.WriteAllText(Path.Combine(Home, "build-version"), Libtorch.Version);

        Assert.Equal(["c10", "torch_cpu", "c10_cuda", "torch_cuda", "torch", "LibTorchSharp"], LibtorchFolder.Find(Home, Beside).Libraries.Select(library => library.Key));
    }

    [Fact]
    public void Another_version_is_refused_by_name()
    {
        Put(Beside, [FileNameOf("LibTorchSharp")]);
        Put(Home, Libraries);
        File.WriteAllText(Path.Combine(Home, "build-version"), "1.13.1+cpu");

        var refusal = Assert.Throws<MoECollabException>(() => LibtorchFolder.Find(Home, Beside));

        Assert.Equal("libtorch-version", refusal.Code);
        Assert.Equal($"LIBTORCH_HOME is '{Home}', a libtorch 1.13.1+cpu; this program's TorchSharp needs libtorch {Libtorch.Version}. Set it to such a folder, or unset it.", refusal.Message);
    }

    [Fact]
    public void Home_that_does_not_say_its_version_is_refused()
    {
        Put(Beside, [FileNameOf("LibTorchSharp")]);
        Put(Home, Libraries);

        var refusal = Assert.Throws<MoECollabException>(() => LibtorchFolder.Find(Home, Beside));

        Assert.Equal("libtorch-version", refusal.Code);
        Assert.Contains("'build-version' nor 'version.py'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Home_without_libraries_is_told_where_they_were_looked_for()
    {
        Put(Beside, [FileNameOf("LibTorchSharp")]);
        Put(Home, [Libraries[0]]);

        var refusal = Assert.Throws<MoECollabException>(() => LibtorchFolder.Find(Home, Beside));

        Assert.Equal("libtorch-missing", refusal.Code);
        Assert.Contains($"LIBTORCH_HOME is '{Home}', which holds no libtorch: {string.Join(", ", Libraries)} were looked for in it, in lib/ and in torch/lib/", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Program_that_was_built_without_it_says_how_to_get_it()
    {
        var refusal = Assert.Throws<MoECollabException>(() => LibtorchFolder.Find(home: null, Beside));

        Assert.Equal("libtorch-missing", refusal.Code);
        Assert.Contains(Beside, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("-p:Torch=cpu", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("LIBTORCH_HOME", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Platform_without_natives_is_told_what_runs_there()
    {
        var sentence = LibtorchFolder.Missing(Beside, "linux-arm64");

        Assert.Equal("This needs tensors, and TorchSharp has no native library for linux-arm64. What needs none runs here: n-gram experts with their gates and encoders.", sentence);
    }

    private static void Put(string folder, string[] files)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in files)
            File.WriteAllBytes(Path.Combine(folder, file), []);
    }

    private static string FileNameOf(string library) =>
        OperatingSystem.IsWindows() ? $"{library}.dll" : OperatingSystem.IsMacOS() ? $"lib{library}.dylib" : $"lib{library}.so";
}
