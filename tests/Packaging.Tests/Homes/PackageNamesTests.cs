using MoECollab.Packaging.Homes;

namespace MoECollab.Packaging.Tests.Homes;

public sealed class PackageNamesTests
{
    [Theory]
    [InlineData("science", true)]
    [InlineData("0.a_b-c", true)]
    [InlineData("moe", false)]
    [InlineData("Science", false)]
    [InlineData("-science", false)]
    [InlineData(".hidden", false)]
    [InlineData("../science", false)]
    [InlineData("science\n", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Id_follows_the_rule(string? id, bool expected) => Assert.Equal(expected, PackageNames.IsId(id));

    [Fact]
    public void Id_has_at_most_64_characters()
    {
        Assert.True(PackageNames.IsId(new string('a', 64)));
        Assert.False(PackageNames.IsId(new string('a', 65)));
    }

    [Theory]
    [InlineData("1.0.0", true)]
    [InlineData("1.0.0-beta.2+build", true)]
    [InlineData("1.0", false)]
    [InlineData("v1.0.0", false)]
    [InlineData("01.0.0", false)]
    [InlineData("1.0.0/..", false)]
    public void Version_is_SemVer(string version, bool expected) => Assert.Equal(expected, PackageNames.IsVersion(version));

    [Fact]
    public void Versions_are_ordered_as_numbers_and_a_preview_comes_before_its_release()
    {
        Assert.True(PackageNames.CompareVersions("1.10.0", "1.9.0") > 0);
        Assert.True(PackageNames.CompareVersions("1.0.0-rc.1", "1.0.0") < 0);
    }
}
