using MoECollab.Errors;
using MoECollab.Packaging.Files;

namespace MoECollab.Packaging.Tests.Files;

public sealed class PackageFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_are_read_by_relative_paths()
    {
        _folder.Write("package/moe/labels.json", "[]");
        var files = Files();

        using var stream = files.OpenRead("moe/labels.json");

        Assert.Equal(2, stream.Length);
        Assert.True(files.Exists("moe/labels.json"));
        Assert.False(files.Exists("moe/other.json"));
    }

    [Theory]
    [InlineData("../package-evil/secret")]
    [InlineData("moe/../../package-evil/secret")]
    [InlineData("/etc/passwd")]
    [InlineData("..\\package-evil\\secret")]
    [InlineData("")]
    [InlineData("..")]
    [InlineData(".")]
    public void Paths_that_leave_the_package_are_refused(string path)
    {
        _folder.Write("package-evil/secret", "x");

        var refusal = Assert.Throws<MoECollabException>(() => Files().OpenRead(path));

        Assert.Equal("package-path", refusal.Code);
    }

    [Theory]
    [InlineData("link")]
    [InlineData("moe/folder/secret")]
    [InlineData("moe/chain")]
    public void Links_that_leave_the_package_are_refused(string path)
    {
        _folder.Write("outside/secret", "x");
        _folder.Write("package/moe/inside", "y");
        File.CreateSymbolicLink(At("package/link"), At("outside/secret"));
        Directory.CreateSymbolicLink(At("package/moe/folder"), "../../outside");
        File.CreateSymbolicLink(At("package/moe/chain"), "../link");

        var refusal = Assert.Throws<MoECollabException>(() => Files().OpenRead(path));

        Assert.Equal("package-path", refusal.Code);
        Assert.Contains("outside of the package", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_within_the_package_and_to_the_package_are_followed()
    {
        _folder.Write("package/moe/inside", "y");
        File.CreateSymbolicLink(At("package/moe/link"), "inside");
        Directory.CreateSymbolicLink(At("alias"), At("package"));

        Assert.True(Files().Exists("moe/link"));
        Assert.True(new PackageFiles(At("alias")).Exists("moe/link"));
    }

    [Fact]
    public void Circle_of_links_is_refused()
    {
        Directory.CreateDirectory(At("package"));
        File.CreateSymbolicLink(At("package/a"), "b");
        File.CreateSymbolicLink(At("package/b"), "a");

        Assert.Throws<MoECollabException>(() => Files().Exists("a"));
    }

    [Fact]
    public void Missing_file_is_named()
    {
        Directory.CreateDirectory(At("package"));

        var refusal = Assert.Throws<MoECollabException>(() => Files().OpenRead("moe/weights"));

        Assert.Equal("package-file-missing", refusal.Code);
        Assert.Contains("'moe/weights'", refusal.Message, StringComparison.Ordinal);
    }

    private string At(string path) => Path.Combine(_folder.Path, path);

    private PackageFiles Files() => new(At("package"));
}
