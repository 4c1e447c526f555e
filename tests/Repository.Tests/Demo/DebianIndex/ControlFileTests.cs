using MoECollab.Demo.DebianIndex;

namespace MoECollab.Repository.Tests.Demo.DebianIndex;

public class ControlFileTests
{
    [Fact]
    public void Paragraphs_keep_the_wanted_fields_with_their_continuation_lines()
    {
        const string file = """


            Package: one
            Tag: role::program,
             use::editing
            description: first
             second
             .
             third

            # a comment
            Package: two
            """;

        var records = Read(file, "Package", "Description");

        Assert.Equal(["one", "two"], records.Select(record => record["Package"]));
        Assert.Equal("first\n second\n .\n third", records[0]["Description"]);
        Assert.Null(records[0]["Tag"]);
        Assert.Null(records[1]["Description"]);
    }

    [Fact]
    public void Broken_paragraph_is_marked_and_the_next_one_read()
    {
        var records = Read("Package: one\nno colon here\n\nPackage: two\n", "Package");

        Assert.Equal([true, false], records.Select(record => record.IsBroken));
        Assert.Equal("two", records[1]["Package"]);
    }

    [Fact]
    public void Release_is_read_through_its_signature()
    {
        const string file = """
            -----BEGIN PGP SIGNED MESSAGE-----
            Hash: SHA256

            Origin: Debian
            Suite: oldstable
            Version: 12.15
            Codename: bookworm
            Date: Sat, 11 Jul 2026 10:16:37 UTC
            """;

        var release = ReleaseFile.Read(new StringReader(file));

        Assert.Equal(new ReleaseFile("Debian", "Debian 12.15 bookworm, 2026-07-11"), release);
    }

    [Fact]
    public void Release_without_a_version_is_named_all_the_same()
    {
        var release = ReleaseFile.Read(new StringReader("Origin: Debian\nSuite: unstable\nCodename: sid\n"));

        Assert.Equal("Debian sid", release?.Name);
    }

    private static List<ControlRecord> Read(string file, params string[] wanted) =>
        [.. ControlFile.Read(new StringReader(file), wanted)];
}
