using System.Runtime.Loader;
using MoECollab.Experts;
using MoECollab.Inputs;
using MoECollab.Loading.Contexts;
using MoECollab.Loading.Inspecting;
using MoECollab.Outputs;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Manifests;
using MoECollab.Packaging.States;

namespace MoECollab.Loading.Tests.Isolation;

public sealed class IsolationTests : IDisposable
{
    private readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Two_plugins_use_different_versions_of_one_private_dependency_side_by_side()
    {
        _home.Add(PackageRole.Expert, "one", "1.0.0", "Dependent.One", "dependent@1.0.0");
        _home.Add(PackageRole.Expert, "two", "1.0.0", "Dependent.Two", "dependent@1.0.0");

        using var loaded = _home.Load();

        Assert.Equal(["first edition", "second edition"], loaded.Experts.Select(expert => ((ClassSpace)expert.Descriptor.Output).Labels[0]));
    }

    [Fact]
    public void Each_package_lives_in_a_collectible_context_of_its_own()
    {
        _home.AddExpert("one");
        _home.AddExpert("two");

        using var loaded = _home.Load();

        var contexts = loaded.Experts.Select(expert => AssemblyLoadContext.GetLoadContext(expert.Expert.GetType().Assembly)!).ToList();
        Assert.All(contexts, context => Assert.True(context.IsCollectible));
        Assert.Equal(2, contexts.Distinct().Count());
    }

    [Theory]
    [InlineData("0.0.0.1")]
    [InlineData("9.107.0.0")]
    public void Shared_assemblies_are_the_hosts_whatever_version_a_plugin_names(string version)
    {
        var package = _home.AddExpert("foreign");
        var path = _home.At($"{package.Key}/lib/net10.0/SamplePlugin.dll");
        foreach (var name in (string[])["MoECollab.Abstractions", "TorchSharp"])
            ReferenceVersion.Write(path, name, Version.Parse(version));

        using var loaded = _home.Load();

        Assert.Equal("", loaded.Packages[0].Status.Reason);
        using var output = loaded.Experts[0].Expert.Run(new ExpertBatch([new RawInput("text")], null));
        Assert.Equal([0.5f, 0.5f], output.Values!.data<float>().ToArray());
    }

    [Fact]
    public void Host_is_not_seen_by_a_plugin()
    {
        var package = _home.AddExpert("curious", manifest => manifest with { Entry = new PackageEntry { Assembly = "MoECollab.Loading.dll" } });
        File.Copy(Path.Combine(AppContext.BaseDirectory, "MoECollab.Loading.dll"), _home.At($"{package.Key}/lib/net10.0/MoECollab.Loading.dll"));

        using var loaded = _home.Load();

        loaded.Ends(package.Key, PackageState.Malfunctioned, "McMaster.NETCore.Plugins (for MoECollab.Loading.dll)", "MoECollab.Packaging (for MoECollab.Loading.dll)");
    }

    [Fact]
    public void Bytes_that_were_inspected_run_whatever_becomes_of_the_files()
    {
        var package = _home.Add(PackageRole.Expert, "one", "1.0.0", "Dependent.One", "dependent@1.0.0");
        var shared = new SharedAssemblies();
        var assemblies = new PackageAssemblies(package, "Dependent.dll");
        var images = new AssemblyInspection(shared).Inspect(assemblies);

        foreach (var file in (string[])["Dependent.dll", "PrivateDependency.dll"])
            File.Copy(Path.Combine(TestHome.PluginFolder("Dependent.Two"), file), Path.Combine(assemblies.Folder, file), overwrite: true);
        var context = PackageContext.Create(assemblies, shared);
        var entry = PackageContext.Load(context, images);

        var dependency = context.LoadFromAssemblyName(entry.GetReferencedAssemblies().Single(name => name.Name == "PrivateDependency"));
        Assert.Equal("first edition", dependency.GetType("PrivateDependency.Edition")!.GetProperty("Name")!.GetValue(null));
        Assert.Equal(new Version(1, 0, 0, 0), dependency.GetName().Version);
        context.Unload();
    }

    [Fact]
    public void Files_of_a_loaded_plugin_can_be_replaced()
    {
        var package = _home.AddExpert("busy");
        using var loaded = _home.Load();

        File.WriteAllText(_home.At($"{package.Key}/lib/net10.0/SamplePlugin.dll"), "replaced");

        Assert.Equal("SamplePlugin", loaded.Experts[0].Expert.GetType().Assembly.GetName().Name);
        Assert.Equal("", loaded.Experts[0].Expert.GetType().Assembly.Location);
    }
}
