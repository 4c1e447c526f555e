using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Manifests;
using MoECollab.Packaging.States;
using static TorchSharp.torch;

namespace MoECollab.Loading.Tests;

/// <summary>Every broken package ends in a state with a sentence, and the sound one beside it loads.</summary>
public sealed class FaultyPackageTests : IDisposable
{
    private readonly TestHome _home = new();

    public FaultyPackageTests() => _home.AddExpert("sound");

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Newer_contract_in_the_metadata() => Faulty("faulty.newer-contract", PackageState.NotSupported, "contract [2.0,3.0)", "this host has 1.0");

    [Fact]
    public void Newer_contract_in_the_manifest()
    {
        _home.AddExpert("newer", manifest => manifest with { Contract = "[1.7,2.0)" });

        Ends("experts/newer/1.0.0", PackageState.NotSupported, "contract [1.7,2.0)", "this host has 1.0");
    }

    [Fact]
    public void Constructor_that_throws() => Faulty("faulty.throwing-constructor", PackageState.Malfunctioned, "InvalidOperationException", "no such luck");

    [Fact]
    public void Factory_that_throws() => Faulty("faulty.throwing-factory", PackageState.Malfunctioned, "FaultyException", "the weights are gone");

    [Fact]
    public void Factory_that_makes_nothing() => Faulty("faulty.empty-factory", PackageState.Malfunctioned, "made nothing");

    [Fact]
    public void Limit_is_ten_seconds_where_nothing_else_is_said() => Assert.Equal(TimeSpan.FromSeconds(10), new LoadOptions { Device = CPU }.CreationLimit);

    [Fact]
    public void Constructor_that_never_returns() => Endless("faulty.blocking-constructor", "The constructor of");

    [Fact]
    public void Factory_that_never_returns() => Endless("faulty.blocking-factory", "The factory of");

    [Fact]
    public void Dependency_that_is_missing()
    {
        var package = _home.Add(PackageRole.Expert, "incomplete", "1.0.0", "Dependent.One", "dependent@1.0.0");
        File.Delete(_home.At($"{package.Key}/lib/net10.0/PrivateDependency.dll"));

        Ends(package.Key, PackageState.Malfunctioned, "PrivateDependency (for Dependent.dll)");
    }

    [Fact]
    public void File_that_is_not_an_assembly()
    {
        var package = _home.AddExpert("text");
        _home.Write($"{package.Key}/lib/net10.0/SamplePlugin.dll", "This is a text.");

        Ends(package.Key, PackageState.Malfunctioned, "SamplePlugin.dll is not a .NET assembly");
    }

    [Fact]
    public void Assembly_that_was_cut_short()
    {
        var package = _home.AddExpert("cut");
        var path = _home.At($"{package.Key}/lib/net10.0/SamplePlugin.dll");
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);

        Ends(package.Key, PackageState.Malfunctioned, "not a .NET assembly");
    }

    [Fact]
    public void Folder_that_is_empty()
    {
        Directory.CreateDirectory(_home.At("experts/empty/1.0.0"));

        Ends("experts/empty/1.0.0", PackageState.Malfunctioned, "moe/expert.json is missing");
    }

    [Fact]
    public void Package_without_its_assembly()
    {
        _home.Write("experts/bare/1.0.0/moe/expert.json", """{"schemaVersion":1,"id":"bare","version":"1.0.0","entry":{"assembly":"Bare.dll"}}""");

        Ends("experts/bare/1.0.0", PackageState.Malfunctioned, "lib/net10.0/Bare.dll is missing");
    }

    [Fact]
    public void Assembly_that_exports_nothing()
    {
        var package = _home.Add(PackageRole.Expert, "hollow", "1.0.0", "Dependent.One", null, manifest => manifest with { Entry = new PackageEntry { Assembly = "PrivateDependency.dll" } });

        Ends(package.Key, PackageState.NotSupported, "PrivateDependency.dll exports nothing");
    }

    [Fact]
    public void Manifest_that_says_another_id_than_the_assembly()
    {
        _home.Add(PackageRole.Expert, "renamed", "1.0.0", "Dependent.One");

        Ends("experts/renamed/1.0.0", PackageState.NotSupported, "id 'renamed'", "'dependent'");
    }

    [Fact]
    public void Manifest_that_says_another_version_than_the_assembly()
    {
        _home.Add(PackageRole.Expert, "dependent", "3.1.0", "Dependent.One");

        Ends("experts/dependent/3.1.0", PackageState.NotSupported, "version '3.1.0'", "'1.0.0'");
    }

    [Fact]
    public void Manifest_that_says_another_contract_domain_or_type_than_the_assembly()
    {
        _home.AddExpert("contract", manifest => manifest with { Contract = "[1.0,3.0)" });
        _home.AddExpert("domain", manifest => manifest with { Task = new PackageTask { Domains = ["law"] } });
        _home.AddExpert("type", manifest => manifest with { Entry = manifest.Entry! with { Type = "Sample.Other" } });

        using var loaded = _home.Load();

        loaded.Ends("experts/contract/1.0.0", PackageState.NotSupported, "contract '[1.0,3.0)'", "'[1.0,2.0)'");
        loaded.Ends("experts/domain/1.0.0", PackageState.NotSupported, "domains 'law'", "'science'");
        loaded.Ends("experts/type/1.0.0", PackageState.NotSupported, "entry.type 'Sample.Other'", "'SamplePlugin.ConstantExpertFactory'");
    }

    [Fact]
    public void Manifest_with_unknown_fields()
    {
        _home.Write("experts/odd/1.0.0/moe/expert.json", """{"schemaVersion":1,"id":"odd","version":"1.0.0","kind":"linear","colour":"red"}""");

        Ends("experts/odd/1.0.0", PackageState.Malfunctioned, "colour");
    }

    [Fact]
    public void Manifest_that_was_cut_in_half()
    {
        var package = _home.AddExpert("half");
        var bytes = File.ReadAllBytes(package.ManifestPath);
        File.WriteAllBytes(package.ManifestPath, bytes[..(bytes.Length / 2)]);

        Ends(package.Key, PackageState.Malfunctioned, "cut short");
    }

    [Fact]
    public void Labels_routing_keys_and_options_that_are_not_sound()
    {
        _home.AddExpert("labels", manifest => manifest with { Task = new PackageTask { Labels = "labels.json" } });
        var keys = _home.AddExpert("keys", manifest => manifest with { Routing = new PackageRouting { Key = "keys.safetensors" } });
        _home.Write($"{keys.Key}/moe/keys.safetensors", "1234567");
        _home.AddExpert("options", manifest => manifest with { Options = new Dictionary<string, string> { ["rank"] = "1", ["Rank"] = "2" } });

        using var loaded = _home.Load();

        loaded.Ends("experts/labels/1.0.0", PackageState.Malfunctioned, "moe/labels.json is missing");
        Assert.Contains("7 bytes", loaded.StatusOf(keys.Key).Reason, StringComparison.Ordinal);
        loaded.Ends("experts/options/1.0.0", PackageState.Malfunctioned, "'rank' twice");
    }

    private void Faulty(string id, PackageState state, params string[] parts)
    {
        var package = _home.AddFaulty(id);

        Ends(package.Key, state, parts);
    }

    // Shorter than the default, but far longer than a sound package takes on a busy machine.
    private void Endless(string id, string what)
    {
        var package = _home.AddFaulty(id);

        using var loaded = _home.Load(options => options with { CreationLimit = TimeSpan.FromSeconds(4) });

        loaded.Ends(package.Key, PackageState.Malfunctioned, what, "did not return within 4 s", "abandoned");
        Assert.Equal(["sound"], loaded.Experts.Select(expert => expert.Id));
    }

    private void Ends(string key, PackageState state, params string[] parts)
    {
        using var loaded = _home.Load();

        loaded.Ends(key, state, parts);
        Assert.Equal(["sound"], loaded.Experts.Select(expert => expert.Id));
    }
}
