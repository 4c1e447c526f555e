using MoECollab.Errors;
using MoECollab.Experts;
using MoECollab.Packaging.Homes;
using static TorchSharp.torch;

namespace MoECollab.Loading.Tests;

public sealed class PluginFactoryTests : IDisposable
{
    private readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Factory_of_a_package_is_opened_and_names_its_component()
    {
        var package = _home.AddExpert("science");

        using var plugin = PluginFactory.Open(package.Folder, PackageRole.Expert, new LoadOptions { Device = CPU });

        Assert.Equal("SamplePlugin.ConstantExpertFactory", plugin.As<IExpertFactory>().GetType().FullName);
        Assert.Equal("sample.constant@1.0.0", plugin.Component.Component);
        Assert.Equal("incompatible", Assert.Throws<MoECollabException>(plugin.As<ISelfTrainingExpertFactory>).Code);
    }

    [Theory]
    [InlineData("absent", "plugin-not-found", "has no moe/expert.json")]
    [InlineData("plain", "plugin-without-code", "kind 'linear'")]
    [InlineData("faulty.throwing-constructor", "incompatible", "no such luck")]
    [InlineData("faulty.newer-contract", "incompatible", "contract [2.0,3.0)")]
    public void Package_that_cannot_be_opened_is_refused_with_the_reason(string id, string code, string reason)
    {
        _home.Write("experts/plain/1.0.0/moe/expert.json", """{"schemaVersion":1,"id":"plain","version":"1.0.0","kind":"linear"}""");
        if (id.StartsWith("faulty.", StringComparison.Ordinal))
            _home.AddFaulty(id);

        var refusal = Assert.Throws<MoECollabException>(() => PluginFactory.Open(_home.At($"experts/{id}/1.0.0"), PackageRole.Expert, new LoadOptions { Device = CPU }));

        Assert.Equal(code, refusal.Code);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }
}
