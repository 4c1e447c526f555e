using MoECollab.Errors;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Mixtures;

namespace MoECollab.Packaging.Tests.Mixtures;

public sealed class MixtureConfigurationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Configuration_is_read_as_it_was_written()
    {
        var home = new Home(_folder.Path);
        var written = new MixtureConfiguration { Encoder = "mini@1.0.0", Gate = "linear@2.1.0", GuardThreshold = 0.4, Temperature = 1.2, Fallback = "prototype" };

        written.Write(home);

        Assert.Equal(written, MixtureConfiguration.Read(home));
        Assert.Equal("2.1.0", written.GateName!.Version);
    }

    [Fact]
    public void Read_reports_all_faults_at_once()
    {
        _folder.Write("moe.json", """{"schemaVersion":1,"encoder":"mini","gate":"@1.0.0","guardThreshold":2,"temperature":0,"fallback":"No","guardFailure":"maybe"}""");

        var refusal = Assert.Throws<MoECollabException>(() => MixtureConfiguration.Read(new Home(_folder.Path)));

        foreach (var part in (string[])["encoder is 'mini'", "gate is '@1.0.0'", "guardThreshold is 2", "temperature is 0", "fallback is 'No'", "guardFailure is 'maybe'"])
            Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_names_unknown_fields()
    {
        _folder.Write("moe.json", """{"schemaVersion":1,"gatte":"a@1.0.0"}""");

        Assert.Contains("gatte", Assert.Throws<MoECollabException>(() => MixtureConfiguration.Read(new Home(_folder.Path))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_says_how_to_make_a_home_where_there_is_none()
    {
        var refusal = Assert.Throws<MoECollabException>(() => MixtureConfiguration.Read(new Home(_folder.Path)));

        Assert.Contains("moe fit", refusal.Message, StringComparison.Ordinal);
    }
}
