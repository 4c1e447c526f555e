using System.Diagnostics;
using System.Reflection;
using System.Text;

namespace MoECollab.Torch.Tests;

/// <summary>What the build does to its copy of libLibTorchSharp.so, by the real target on the real package; libstdc++ is a stand-in of which only the names in it count.</summary>
public sealed class WeakenedVersionTests : IDisposable
{
    private const string Newest = "GLIBCXX_3.4.32";

    private readonly string _folder = Directory.CreateTempSubdirectory("moe-elf-").FullName;

    public WeakenedVersionTests() => Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(Package), "the linux-x64 library of TorchSharp is not among this machine's packages");

    private static string Package => Metadata("TorchBridge");

    private string Copy => Path.Combine(_folder, "native", "libLibTorchSharp.so");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Version_that_the_machine_lacks_and_nothing_uses_is_marked_as_weak_in_the_copy_alone()
    {
        var before = await File.ReadAllBytesAsync(Package, TestContext.Current.CancellationToken);
        var named = new ElfVersions(before).OfStandardLibrary();

        await BuildAsync(named.Keys.Where(version => version != Newest));

        var after = await File.ReadAllBytesAsync(Copy, TestContext.Current.CancellationToken);
        Assert.All(named, version => Assert.Equal(0, version.Value));
        Assert.Equal(named.ToDictionary(version => version.Key, version => version.Key == Newest ? 2 : 0), new ElfVersions(after).OfStandardLibrary());
        Assert.Equal(1, before.Zip(after).Count(pair => pair.First != pair.Second));
        Assert.Equal(before, await File.ReadAllBytesAsync(Package, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Nothing_is_changed_where_the_machine_has_every_version()
    {
        var before = await File.ReadAllBytesAsync(Package, TestContext.Current.CancellationToken);

        await BuildAsync(new ElfVersions(before).OfStandardLibrary().Keys);

        Assert.Equal(before, await File.ReadAllBytesAsync(Copy, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Version_that_is_missing_and_used_ends_the_build_with_the_symbol()
    {
        var named = new ElfVersions(await File.ReadAllBytesAsync(Package, TestContext.Current.CancellationToken)).OfStandardLibrary().Keys;

        var (code, output) = await MSBuildAsync(named.Where(version => version != "GLIBCXX_3.4.30"));

        Assert.NotEqual(0, code);
        Assert.Matches(@"libLibTorchSharp\.so needs \w+ of GLIBCXX_3\.4\.30, which this machine's libstdc\+\+ \(.*\) lacks\. Build on a newer system", output);
        Assert.False(File.Exists(Copy));
    }

    [Fact]
    public async Task Copy_that_this_build_made_is_the_one_that_this_machine_loads()
    {
        var loaded = Path.Combine(AppContext.BaseDirectory, "libtorch", "libLibTorchSharp.so");
        var library = new[] { "/usr/lib/x86_64-linux-gnu/libstdc++.so.6", "/usr/lib64/libstdc++.so.6" }.FirstOrDefault(File.Exists);
        Assert.SkipWhen(library is null, "no libstdc++ lies where it does on Debian or Fedora");
        var hasNewest = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(library, TestContext.Current.CancellationToken)).Contains(Newest + "\0", StringComparison.Ordinal);

        var flags = new ElfVersions(await File.ReadAllBytesAsync(loaded, TestContext.Current.CancellationToken)).OfStandardLibrary();

        Assert.Equal(hasNewest ? 0 : 2, flags[Newest]);
        Assert.StartsWith(AppContext.BaseDirectory, Libtorch.Load().Path, StringComparison.Ordinal);
    }

    private async Task BuildAsync(IEnumerable<string> provided)
    {
        var (code, output) = await MSBuildAsync(provided);
        Assert.True(code == 0, output);
    }

    private async Task<(int Code, string Output)> MSBuildAsync(IEnumerable<string> provided)
    {
        var standardLibrary = Path.Combine(_folder, "libstdc++.so.6");
        await File.WriteAllTextAsync(standardLibrary, string.Concat(provided.Select(version => version + "\0")), TestContext.Current.CancellationToken);
        var start = new ProcessStartInfo(
            "dotnet",
            ["msbuild", "tests/Torch.Tests/MoECollab.Torch.Tests.csproj", "-t:CopyTorchBridge", "-nologo", $"-p:TorchNativeFolder={Path.GetDirectoryName(Copy)}/", $"-p:TorchStandardLibrary={standardLibrary}"])
        {
            WorkingDirectory = Metadata("RepositoryRoot"),
            RedirectStandardOutput = true,
        };
        // A test run hands its children settings of its own build.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output);
    }

    private static string Metadata(string key) =>
        typeof(WeakenedVersionTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == key).Value!;
}
