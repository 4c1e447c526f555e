using MoECollab.Errors;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Labels;
using MoECollab.Packaging.Manifests;
using MoECollab.Packaging.Writing;

namespace MoECollab.Packaging.Tests.Writing;

public sealed class PackageWriterTests : IDisposable
{
    private static readonly PackageManifest Manifest = new() { Id = "a", Version = "1.0.0", Kind = "linear", Task = new PackageTask { Labels = "labels.json" } };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Package_appears_whole_when_it_is_complete()
    {
        var home = new Home(_folder.Path);
        using (var writer = PackageWriter.Begin(home, PackageRole.Expert, "a", "1.0.0"))
        {
            writer.WriteLabels(["x", "y"]);
            Assert.Empty(home.Packages());

            writer.Complete(Manifest);
        }

        var package = Assert.Single(home.Packages());
        Assert.Equal("experts/a/1.0.0", package.Key);
        Assert.Equal(["x", "y"], LabelFile.Read(package.Folder, ManifestReader.Read(package)));
    }

    [Fact]
    public void Code_is_copied_with_its_native_libraries_and_satellite_resources_and_nothing_else()
    {
        string[] code = ["Plugin.dll", "Plugin.deps.json", "libown.so", "libown.so.1", "de/Plugin.resources.dll", "runtimes/linux-x64/native/libother.so"];
        foreach (var file in (string[])[.. code, "Plugin.runtimeconfig.json", "package/lib/net10.0/Plugin.dll", "package/lib/net10.0/de/Plugin.resources.dll"])
            _folder.Write($"bin/{file}", "x");
        using var writer = PackageWriter.Begin(Path.Combine(_folder.Path, "out"), PackageRole.Expert);

        writer.CopyAssemblies(Path.Combine(_folder.Path, "bin"));

        var target = Path.Combine(writer.Folder, PackageLayout.AssemblyFolder);
        Assert.Equal(code.Order(StringComparer.Ordinal), Directory.EnumerateFiles(target, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(target, file).Replace('\\', '/')).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Package_replaces_the_one_before()
    {
        var target = Path.Combine(_folder.Path, "out");
        _folder.Write("out/old.txt", "x");

        using (var writer = PackageWriter.Begin(target, PackageRole.Expert))
            writer.Complete(Manifest);

        Assert.Equal([target], Directory.EnumerateDirectories(_folder.Path));
        Assert.False(File.Exists(Path.Combine(target, "old.txt")));
    }

    [Fact]
    public void Given_up_package_leaves_nothing()
    {
        var home = new Home(_folder.Path);

        using (var writer = PackageWriter.Begin(home, PackageRole.Expert, "a", "1.0.0"))
            Assert.Throws<MoECollabException>(() => writer.Complete(Manifest with { Version = "one" }));

        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_folder.Path, "experts", "a")));
    }

    [Fact]
    public void What_a_killed_run_left_is_cleared()
    {
        _folder.Write(".out.partial/moe/half.safetensors", "x");
        _folder.Write(".out.replaced/moe/expert.json", "the one before");

        using (PackageWriter.Begin(Path.Combine(_folder.Path, "out"), PackageRole.Expert))
            Assert.Equal(["moe"], Directory.EnumerateFileSystemEntries(Path.Combine(_folder.Path, ".out.partial")).Select(Path.GetFileName));

        Assert.Equal(["out"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
        Assert.Equal("the one before", File.ReadAllText(Path.Combine(_folder.Path, "out/moe/expert.json")));
    }

    [Fact]
    public void Second_writer_of_one_package_is_refused()
    {
        var target = Path.Combine(_folder.Path, "out");
        using var first = PackageWriter.Begin(target, PackageRole.Expert);

        Assert.Equal("package-busy", Assert.Throws<MoECollabException>(() => PackageWriter.Begin(target, PackageRole.Expert)).Code);

        first.Complete(Manifest);
        Assert.True(File.Exists(Path.Combine(target, "moe/expert.json")));
    }

    [Theory]
    [InlineData("[]", "no label")]
    [InlineData("[\"a\",\"a\"]", "'a' twice")]
    [InlineData("[\"a\",\"\"]", "without a character")]
    [InlineData("[\"a\",null]", "without a character")]
    [InlineData("{}", "wrong type")]
    public void Labels_are_distinct_strings(string json, string part)
    {
        _folder.Write("moe/labels.json", json);

        var refusal = Assert.Throws<MoECollabException>(() => LabelFile.Read(_folder.Path, Manifest));

        Assert.Equal("labels-invalid", refusal.Code);
        Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
    }
}
