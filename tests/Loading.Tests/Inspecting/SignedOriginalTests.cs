using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using MoECollab.Experts;
using MoECollab.Inputs;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.States;
using TorchSharp;

namespace MoECollab.Loading.Tests.Inspecting;

/// <summary>Plugins that were compiled against a strong-named TorchSharp 0.107.0.0 and a contract that was compiled against it.</summary>
public sealed class SignedOriginalTests : IDisposable
{
    private readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("SignedPlugin")]
    [InlineData("BeyondPlugin")]
    public void Plugin_of_this_test_refers_to_the_signed_original(string plugin)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(TestHome.PluginFolder(plugin), $"{plugin}.dll")));
        var reader = file.GetMetadataReader();

        var reference = reader.AssemblyReferences.Select(reader.GetAssemblyReference).Single(candidate => reader.GetString(candidate.Name) == "TorchSharp");

        Assert.Equal(new Version(0, 107, 0, 0), reference.Version);
        Assert.Equal(8, reader.GetBlobBytes(reference.PublicKeyOrToken).Length);
        Assert.NotEqual(reference.Version, typeof(torch).Assembly.GetName().Version);
        Assert.False(File.Exists(Path.Combine(TestHome.PluginFolder(plugin), "TorchSharp.dll")));
    }

    [Fact]
    public void Plugin_compiled_against_the_signed_original_exchanges_tensors_with_the_host()
    {
        _home.Add(PackageRole.Encoder, "sample.encoder", "1.0.0", "SignedPlugin");
        _home.Add(PackageRole.Expert, "signed.arithmetic", "1.0.0", "SignedPlugin");
        using var loaded = _home.Load();
        Assert.All(loaded.Packages, package => Assert.Equal("", package.Status.Reason));

        RunBoth(loaded);

        Assert.All(loaded.Packages, package => Assert.True(package.Unload().Collected));
    }

    [Fact]
    public void Plugin_that_uses_what_the_host_lacks_is_not_supported_and_every_member_is_listed()
    {
        _home.Add(PackageRole.Expert, "signed.beyond", "1.0.0", "BeyondPlugin");
        _home.AddExpert("sound");

        using var loaded = _home.Load();

        loaded.Ends("experts/signed.beyond/1.0.0", PackageState.NotSupported,
            "3 members", "MoECollab.Abstractions 1.0.0.0, TorchSharp 1.0.0.0 lacks", "[MoECollab.Abstractions] MoECollab.Packages.OnlyInANewerContract",
            "TorchSharp.torch.only_in_the_original: static TorchSharp.torch+Tensor (TorchSharp.torch+Tensor, System.Double)",
            "TorchSharp.torch+Tensor.only_in_the_original: TorchSharp.torch+Tensor ()");
        Assert.Equal(["sound"], loaded.Experts.Select(expert => expert.Id));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RunBoth(LoadedHome loaded)
    {
        IReadOnlyList<RawInput> inputs = [new("text")];
        using var hidden = loaded.Encoder!.Encoder.Encode(inputs);
        using var output = loaded.Experts[0].Expert.Run(new ExpertBatch(inputs, hidden));

        Assert.Equal([1f, 1f, 1f, 1f], hidden.data<float>().ToArray());
        Assert.Equal([3f, 3f, 3f, 3f], output.Values!.data<float>().ToArray());
    }
}
