using MoECollab.Packaging.States;

namespace MoECollab.Loading.Tests.Inspecting;

/// <summary>What only the host may bring, a package does not carry.</summary>
public sealed class CarriedFilesTests : IDisposable
{
    private readonly TestHome _home = new();

    public CarriedFilesTests() => _home.AddExpert("sound");

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("MoECollab.Abstractions")]
    [InlineData("TorchSharp")]
    [InlineData("System.Composition.AttributedModel")]
    [InlineData("Microsoft.Extensions.Logging.Abstractions")]
    [InlineData("Microsoft.Extensions.DependencyInjection.Abstractions")]
    public void Copy_of_a_shared_assembly_is_refused_by_name(string name)
    {
        var package = _home.AddExpert("hoarder");
        File.Copy(Path.Combine(AppContext.BaseDirectory, name + ".dll"), _home.At($"{package.Key}/lib/net10.0/{name}.dll"));

        Ends(package.Key, PackageState.NotSupported, $"carries lib/net10.0/{name}.dll", "delete it");
    }

    [Theory]
    [InlineData("libtorch.so")]
    [InlineData("libtorch_cpu.so.2.10")]
    [InlineData("libc10.so")]
    [InlineData("runtimes/linux-x64/native/libLibTorchSharp.so")]
    [InlineData("runtimes/linux-x64/native/libtorch_cuda.so")]
    [InlineData("runtimes/osx-arm64/native/libc10.dylib")]
    [InlineData("runtimes/win-x64/native/torch_cpu.dll")]
    [InlineData("runtimes/win-x64/native/c10_cuda.dll")]
    [InlineData("LibTorchSharp.dll")]
    public void Libtorch_is_refused_by_name_in_the_spelling_of_any_platform(string file)
    {
        var package = _home.AddExpert("hoarder");
        _home.Write($"{package.Key}/lib/net10.0/{file}", "no assembly");

        Ends(package.Key, PackageState.NotSupported, $"carries libtorch (lib/net10.0/{file})", "which the host loads once");
    }

    [Fact]
    public void Assembly_that_is_only_called_like_libtorch_is_let_in()
    {
        var package = _home.AddExpert("visual");
        File.Copy(Path.Combine(TestHome.PluginFolder("Dependent.One"), "PrivateDependency.dll"), _home.At($"{package.Key}/lib/net10.0/TorchVision.dll"));

        using var loaded = _home.Load();

        Assert.Equal(["sound", "visual"], loaded.Experts.Select(expert => expert.Id));
    }

    [Fact]
    public void Assembly_under_the_name_of_another_is_refused()
    {
        var package = _home.Add(Packaging.Homes.PackageRole.Expert, "masked", "1.0.0", "Dependent.One", "dependent@1.0.0");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "TorchSharp.dll"), _home.At($"{package.Key}/lib/net10.0/PrivateDependency.dll"), overwrite: true);

        Ends(package.Key, PackageState.Malfunctioned, "PrivateDependency.dll is the assembly TorchSharp");
    }

    [Fact]
    public void Deps_json_that_is_not_sound_is_said()
    {
        var package = _home.AddExpert("torn");
        _home.Write($"{package.Key}/lib/net10.0/SamplePlugin.deps.json", "{");

        Ends(package.Key, PackageState.Malfunctioned, "SamplePlugin.deps.json cannot be read");
    }

    private void Ends(string key, PackageState state, params string[] parts)
    {
        using var loaded = _home.Load();

        loaded.Ends(key, state, parts);
        Assert.Equal(["sound"], loaded.Experts.Select(expert => expert.Id));
    }
}
