using MoECollab.Errors;
using MoECollab.Packaging.Homes;

namespace MoECollab.Packaging.Tests.Homes;

public sealed class HomeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Packages_are_listed_by_role_id_and_version_without_staging_folders()
    {
        foreach (var path in (string[])["experts/b/1.0.0", "experts/a/2.0.0", "experts/a/.1.0.0.x.partial", "encoders/e/1.0.0", "gates/g/1.0.0", "other/x/1.0.0"])
            Directory.CreateDirectory(Path.Combine(_folder.Path, path));

        var home = new Home(_folder.Path);

        Assert.Equal(["encoders/e/1.0.0", "gates/g/1.0.0", "experts/a/2.0.0", "experts/b/1.0.0"], home.Packages().Select(package => package.Key));
    }

    [Fact]
    public void Packages_are_none_where_the_home_does_not_exist() => Assert.Empty(new Home(Path.Combine(_folder.Path, "absent")).Packages());

    [Theory]
    [InlineData("../escape", "1.0.0")]
    [InlineData("a", "../1.0.0")]
    [InlineData("moe", "1.0.0")]
    public void Locate_refuses_names_that_break_the_rules(string id, string version)
    {
        var refusal = Assert.Throws<MoECollabException>(() => new Home(_folder.Path).Locate(PackageRole.Expert, id, version));

        Assert.Equal("package-name", refusal.Code);
    }
}
