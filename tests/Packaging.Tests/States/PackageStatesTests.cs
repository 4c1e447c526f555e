using Microsoft.Extensions.Time.Testing;
using MoECollab.Errors;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.States;

namespace MoECollab.Packaging.Tests.States;

public sealed class PackageStatesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void State_survives_a_restart()
    {
        Open().Set(Expert("a"), PackageState.Disabled, "not needed", "operator");

        var status = Open().Find(Expert("a"));

        Assert.Equal(new PackageStatus(PackageState.Disabled, "not needed", _clock.GetUtcNow(), "operator"), status);
    }

    [Fact]
    public void Package_without_an_entry_has_no_state() => Assert.Null(Open().Find(Expert("a")));

    [Fact]
    public void Time_stays_while_state_and_reason_stay()
    {
        var first = Open().Set(Expert("a"), PackageState.Active, "", "host");
        _clock.Advance(TimeSpan.FromHours(1));

        var same = Open().Set(Expert("a"), PackageState.Active, "", "host");
        var other = Open().Set(Expert("a"), PackageState.Malfunctioned, "it threw", "host");

        Assert.Equal(first.Since, same.Since);
        Assert.Equal(_clock.GetUtcNow(), other.Since);
    }

    [Fact]
    public void Host_does_not_undo_what_an_operator_decided()
    {
        var states = Open();
        states.Set(Expert("a"), PackageState.Quarantined, "answers rubbish", "operator");

        states.Record([(Expert("a"), new PackageStatus(PackageState.Active, "", _clock.GetUtcNow(), "host")), (Expert("b"), new PackageStatus(PackageState.Active, "", _clock.GetUtcNow(), "host"))]);

        Assert.Equal(PackageState.Quarantined, Open().Find(Expert("a"))!.State);
        Assert.Equal(PackageState.Active, Open().Find(Expert("b"))!.State);
    }

    [Fact]
    public void Clear_enables_a_package()
    {
        Open().Set(Expert("a"), PackageState.Disabled, "", "operator");

        Open().Clear(Expert("a"));

        Assert.Null(Open().Find(Expert("a")));
    }

    [Fact]
    public void Chosen_version_survives_a_restart_and_can_be_given_up()
    {
        Open().Choose(PackageRole.Expert, "a", "1.0.0");

        Assert.Equal("1.0.0", Open().Chosen(PackageRole.Expert, "a"));
        Assert.Null(Open().Chosen(PackageRole.Encoder, "a"));

        Open().Choose(PackageRole.Expert, "a", null);

        Assert.Null(Open().Chosen(PackageRole.Expert, "a"));
    }

    [Fact]
    public void File_that_says_little_is_read()
    {
        _folder.Write("state.json", """{"schemaVersion":1}""");

        Assert.Null(Open().Find(Expert("a")));
        Assert.Null(Open().Chosen(PackageRole.Expert, "a"));
    }

    [Theory]
    [InlineData("{\"schemaVersion\":1,\"packages\":{")]
    [InlineData("{\"schemaVersion\":2}")]
    [InlineData("{\"schemaVersion\":1,\"packages\":null}")]
    [InlineData("{\"schemaVersion\":1,\"packages\":{\"experts/a/1.0.0\":null}}")]
    [InlineData("{\"schemaVersion\":1,\"packages\":{\"experts/a/1.0.0\":{\"state\":\"Disabled\"}}}")]
    [InlineData("{\"schemaVersion\":1,\"packages\":{\"experts/a/1.0.0\":{\"state\":\"Asleep\",\"reason\":\"\",\"by\":\"\"}}}")]
    public void Broken_file_is_refused_and_kept(string json)
    {
        _folder.Write("state.json", json);

        Assert.Equal("state-invalid", Assert.Throws<MoECollabException>(Open).Code);
        Assert.True(File.Exists(Path.Combine(_folder.Path, "state.json")));
    }

    private PackageStates Open() => PackageStates.Open(new Home(_folder.Path), _clock);

    private InstalledPackage Expert(string id) => new Home(_folder.Path).Locate(PackageRole.Expert, id, "1.0.0");
}
