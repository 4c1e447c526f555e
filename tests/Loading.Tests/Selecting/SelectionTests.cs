using MoECollab.Outputs;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.States;

namespace MoECollab.Loading.Tests.Selecting;

public sealed class SelectionTests : IDisposable
{
    private readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Highest_version_is_used_and_the_others_are_superseded()
    {
        AddVersions("1.0.0", "1.10.0", "1.9.0");

        using var loaded = _home.Load();

        Assert.Equal("1.10.0", Assert.Single(loaded.Experts).Descriptor.Version);
        loaded.Ends("experts/sample.constant/1.0.0", PackageState.Superseded, "Version 1.10.0");
        loaded.Ends("experts/sample.constant/1.9.0", PackageState.Superseded, "Version 1.10.0");
    }

    [Fact]
    public void Version_that_was_rolled_back_to_is_used()
    {
        AddVersions("1.0.0", "1.10.0");
        States().Choose(PackageRole.Expert, "sample.constant", "1.0.0");

        using var loaded = _home.Load();

        Assert.Equal(["a", "b"], ((ClassSpace)Assert.Single(loaded.Experts).Descriptor.Output).Labels);
        loaded.Ends("experts/sample.constant/1.10.0", PackageState.Superseded, "Version 1.0.0");
    }

    [Theory]
    [InlineData(PackageState.Disabled)]
    [InlineData(PackageState.Quarantined)]
    public void Package_that_is_kept_out_is_not_composed_and_brings_no_older_version_back(PackageState state)
    {
        AddVersions("1.0.0", "1.10.0");
        States().Set(_home.Home.Locate(PackageRole.Expert, "sample.constant", "1.10.0"), state, "not wanted", "operator");

        using var loaded = _home.Load();

        Assert.Empty(loaded.Experts);
        Assert.Equal(new PackageStatus(state, "not wanted", loaded.StatusOf("experts/sample.constant/1.10.0").Since, "operator"), loaded.StatusOf("experts/sample.constant/1.10.0"));
        Assert.Equal(PackageState.Superseded, loaded.StatusOf("experts/sample.constant/1.0.0").State);
    }

    [Fact]
    public void Disabled_folder_without_sense_stands_in_nobodys_way()
    {
        AddVersions("1.0.0");
        Directory.CreateDirectory(_home.At("experts/sample.constant/newest"));
        States().Set(new InstalledPackage(PackageRole.Expert, "sample.constant", "newest", _home.At("experts/sample.constant/newest")), PackageState.Disabled, "", "operator");

        using var loaded = _home.Load();

        Assert.Equal("1.0.0", Assert.Single(loaded.Experts).Descriptor.Version);
        Assert.Equal(PackageState.Disabled, loaded.StatusOf("experts/sample.constant/newest").State);
    }

    [Fact]
    public void Second_folder_that_claims_one_id_and_version_is_malfunctioned()
    {
        _home.AddExpert("twin");
        CopyFolder(_home.At("experts/twin/1.0.0"), _home.At("experts/a-copy/1.0.0"));

        using var loaded = _home.Load();

        Assert.Equal("experts/twin/1.0.0", Assert.Single(loaded.Experts).Package.Package.Key);
        loaded.Ends("experts/a-copy/1.0.0", PackageState.Malfunctioned, "experts/twin/1.0.0 and experts/a-copy/1.0.0 both claim twin 1.0.0");
    }

    [Fact]
    public void Folder_that_is_called_otherwise_is_malfunctioned()
    {
        _home.AddExpert("twin");
        Directory.Move(_home.At("experts/twin"), _home.At("experts/other"));

        using var loaded = _home.Load();

        loaded.Ends("experts/other/1.0.0", PackageState.Malfunctioned, "says twin 1.0.0");
    }

    private PackageStates States() => PackageStates.Open(_home.Home, TimeProvider.System);

    private void AddVersions(params string[] versions)
    {
        foreach (var version in versions)
            _home.Add(PackageRole.Expert, "sample.constant", version, "SamplePlugin", version == "1.10.0" ? null : "sample.constant@1.0.0");
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
