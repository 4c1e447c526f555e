using System.Runtime.Loader;
using MoECollab.Outputs;
using MoECollab.Packaging.Homes;

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

    [Fact]
    public void Contract_and_tensor_runtime_come_from_the_host_even_where_a_plugin_brings_its_own()
    {
        var package = _home.AddExpert("hoarder");
        foreach (var name in (string[])["MoECollab.Abstractions.dll", "TorchSharp.dll"])
            File.Copy(Path.Combine(AppContext.BaseDirectory, name), _home.At($"{package.Key}/lib/net10.0/{name}"));

        using var loaded = _home.Load();

        Assert.Equal(["SamplePlugin"], AssemblyLoadContext.GetLoadContext(Assert.Single(loaded.Experts).Expert.GetType().Assembly)!.Assemblies.Select(assembly => assembly.GetName().Name));
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
