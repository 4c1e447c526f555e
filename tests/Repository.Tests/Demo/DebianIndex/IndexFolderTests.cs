using System.Runtime.Versioning;
using MoECollab.Demo.DebianIndex;
using MoECollab.Errors;

namespace MoECollab.Repository.Tests.Demo.DebianIndex;

/// <summary>The folder with a stand-in for apt: a script that copies handmade lists, or fails.</summary>
[SupportedOSPlatform("linux")]
public sealed class IndexFolderTests : IDisposable
{
    private const string Release = "Origin: Debian\nVersion: 99\nCodename: trial\nDate: Sat, 11 Jul 2026 10:16:37 UTC\n";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("moe-index-");
    private readonly List<string> _said = [];

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task Index_is_fetched_once_and_kept()
    {
        var first = await Open(Fetching());

        var second = await Open(Failing());

        Assert.Equal(("Debian 99 trial, 2026-07-11", 20, DescriptionLength.Long), (first.Release, first.Rows, first.Text));
        Assert.Equal("number 0: the long text of 0", first.Packages[0].Text);
        Assert.Equal(first.Packages, second.Packages);
        Assert.Equal(first.Sha256, second.Sha256);
        Assert.Contains(_said, line => line.Contains("kept from an earlier run"));
        Assert.Equal(["index.json", "rows.jsonl"], Files());
    }

    [Fact]
    public async Task Packages_of_other_publishers_are_left_out()
    {
        Lists("stranger_dists_x", "Origin: Stranger\nCodename: x\n", Packages(3, from: 100));

        var index = await Open(Fetching());

        Assert.Equal(20, index.Rows);
    }

    [Theory]
    [InlineData("index.json", "{\"format\":1,\"rel")]
    [InlineData("index.json", null)]
    [InlineData("rows.jsonl", "{\"package\":\"half\",\"sou")]
    [InlineData("rows.jsonl", null)]
    public async Task Half_written_folder_starts_clean(string file, string? remains)
    {
        await Open(Fetching());
        var path = Path.Combine(Index, file);
        if (remains is null) File.Delete(path);
        else await File.WriteAllTextAsync(path, remains, TestContext.Current.CancellationToken);
        Directory.CreateDirectory(Path.Combine(Index, "work.1", "lists"));
        await File.WriteAllTextAsync(Path.Combine(Index, "work.1", "lists", "old_Packages"), "Package: old", TestContext.Current.CancellationToken);

        var index = await Open(Fetching());

        Assert.Equal(20, index.Rows);
        Assert.DoesNotContain(index.Packages, package => package.Package == "old");
        Assert.Equal(["index.json", "rows.jsonl"], Files());
    }

    [Fact]
    public async Task Synopses_of_the_systems_lists_serve_offline_and_are_not_kept()
    {
        var dump = Path.Combine(_root.FullName, "dump");
        await File.WriteAllTextAsync(dump, Packages(20), TestContext.Current.CancellationToken);

        var index = await Open(new Apt(
            Script("get", "echo 'Err:1 no network'; echo 'W: Failed to fetch' >&2"),
            Script("cache", $"cat '{dump}'")));

        Assert.Equal((20, DescriptionLength.Synopsis), (index.Rows, index.Text));
        Assert.Equal("number 0:", index.Packages[0].Text);
        Assert.Contains(_said, line => line.Contains("(W: Failed to fetch): going on with the one-line synopses"));
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Index_without_translations_gives_synopses_and_says_so()
    {
        Lists("debian_dists_trial", Release, Packages(20));

        var index = await Open(Copying());

        Assert.Equal((20, DescriptionLength.Synopsis), (index.Rows, index.Text));
        Assert.Equal("Debian 99 trial, 2026-07-11", index.Release);
    }

    [Fact]
    public async Task Nothing_kept_fetched_or_listed_is_one_clear_error()
    {
        var fault = await Assert.ThrowsAsync<MoECollabException>(() => Open(Failing()));

        Assert.Equal("index-unavailable", fault.Code);
        Assert.Contains("apt-get fetched none (E: cannot)", fault.Message);
        Assert.Contains("expected at least 10", fault.Message);
    }

    [Fact]
    public async Task Machine_without_apt_is_told_so()
    {
        var fault = await Assert.ThrowsAsync<MoECollabException>(() => Open(new Apt("no-such-apt-get", "no-such-apt-cache")));

        Assert.Contains("no-such-apt-get is not installed", fault.Message);
    }

    private string Index => Path.Combine(_root.FullName, "index");

    private Task<PackageIndex> Open(Apt apt) => new IndexFolder(
        Index, apt, new IndexLimits { FewestRows = 10, SmallestSection = 2, SystemLists = _root.FullName })
        .OpenAsync(new Listening(_said), TestContext.Current.CancellationToken);

    private Apt Fetching()
    {
        Lists("debian_dists_trial", Release, Packages(20));
        File.WriteAllText(Path.Combine(_root.FullName, "lists", "debian_dists_trial_main_i18n_Translation-en"), string.Concat(
            Enumerable.Range(0, 20).Select(i => $"Description-md5: {i}\nDescription-en: number {i}:\n the long text of {i}\n\n")));
        return Copying();
    }

    private Apt Copying() => new(Script("get", $"""
        for argument in "$@"; do case "$argument" in Dir::State::lists=*) cp '{_root.FullName}'/lists/* "${"{argument#*=}"}";; esac; done
        """), "no-such-apt-cache");

    private Apt Failing() => new(Script("get", "echo 'E: cannot' >&2; exit 100"), Script("cache", "exit 100"));

    private string Script(string name, string body)
    {
        var path = Path.Combine(_root.FullName, name);
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private void Lists(string prefix, string release, string packages)
    {
        var lists = Directory.CreateDirectory(Path.Combine(_root.FullName, "lists")).FullName;
        File.WriteAllText(Path.Combine(lists, $"{prefix}_InRelease"), release);
        File.WriteAllText(Path.Combine(lists, $"{prefix}_main_binary-amd64_Packages"), packages);
    }

    private static string Packages(int count, int from = 0) => string.Concat(Enumerable.Range(from, count).Select(i =>
        $"Package: p{i:000}\nSource: s{i / 2}\nSection: {(i % 2 == 0 ? "libs" : "contrib/net")}\nDescription: number {i}:\nDescription-md5: {i}\n\n"));

    private string[] Files() => Directory.Exists(Index)
        ? [.. Directory.EnumerateFileSystemEntries(Index).Select(path => Path.GetFileName(path)).Order()]
        : [];

    private sealed class Listening(List<string> said) : IProgress<string>
    {
        public void Report(string value) => said.Add(value);
    }
}
