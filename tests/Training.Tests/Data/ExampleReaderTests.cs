using System.Security.Cryptography;
using System.Text;
using MoECollab.Training.Data;

namespace MoECollab.Training.Tests.Data;

public sealed class ExampleReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly DataLog _log = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reader_streams_rows_of_jsonl_with_their_place()
    {
        var path = _folder.Write("a.jsonl", "\uFEFF{\"text\":\"caf\\u00e9\",\"label\":\"x\",\"more\":{\"text\":1}}\r\n\n{\"label\":\"y\",\"text\":\"two\"}");

        var rows = Read(path);

        Assert.Equal(
            [
                new Example("café", "x", null, new SourceLine(path, 1)),
                new Example("two", "y", null, new SourceLine(path, 3)),
            ],
            rows);
        Assert.Equal(2, _log.ToSummary().RowsRead);
        Assert.Empty(_log.ToSummary().Skipped);
    }

    [Theory]
    [InlineData("{\"text\":\"a\",\"label\":", SkipReason.BrokenJson, "broken JSON at byte")]
    [InlineData("plain words", SkipReason.BrokenJson, "found \"plain words\", expected one JSON object")]
    [InlineData("[1]", SkipReason.BrokenJson, "expected one JSON object")]
    [InlineData("{\"text\":\"a\",\"label\":\"b\"} {}", SkipReason.BrokenJson, "broken JSON")]
    [InlineData("{\"text\":\"\\ud800\",\"label\":\"b\"}", SkipReason.BrokenJson, "surrogate")]
    [InlineData("{\"text\":\"a\"}", SkipReason.MissingField, "no field \"label\"")]
    [InlineData("{\"label\":\"a\"}", SkipReason.MissingField, "no field \"text\"")]
    [InlineData("{\"text\":\"a\",\"label\":3}", SkipReason.WrongType, "\"label\" is a number")]
    [InlineData("{\"text\":null,\"label\":\"b\"}", SkipReason.WrongType, "\"text\" is null")]
    [InlineData("{\"text\":[\"a\"],\"label\":\"b\"}", SkipReason.WrongType, "\"text\" is a list")]
    [InlineData("{\"text\":\" \\t\",\"label\":\"b\"}", SkipReason.EmptyText, "text is empty")]
    [InlineData("{\"text\":\"a\",\"label\":\"\"}", SkipReason.EmptyLabel, "label is empty")]
    public void Reader_names_a_bad_line_and_goes_on(string line, SkipReason reason, string detail)
    {
        var good = "{\"text\":\"a\",\"label\":\"b\"}";
        var path = _folder.Write("bad.jsonl", $"{good}\n{line}\n{good}\n");

        var rows = Read(path);

        Assert.Equal([1, 3], rows.Select(row => row.Source.Line));
        var skip = Assert.Single(_log.ToSummary().Skipped);
        Assert.Equal(reason, skip.Reason);
        Assert.Equal(new SourceLine(path, 2), skip.Examples[0].Source);
        Assert.Contains(detail, skip.Examples[0].Detail);
    }

    [Fact]
    public void Reader_names_a_line_that_is_not_utf8()
    {
        byte[] latin1 = [.. "{\"text\":\"caf"u8, 0xE9, .. "\",\"label\":\"b\"}\n{\"text\":\"a\",\"label\":\"b\"}"u8];
        var path = _folder.Write("latin1.jsonl", latin1);

        var rows = Read(path);

        Assert.Single(rows);
        Assert.Equal(SkipReason.InvalidUtf8, Assert.Single(_log.ToSummary().Skipped).Reason);
    }

    [Fact]
    public void Reader_names_the_lines_of_a_file_in_utf16()
    {
        var path = _folder.Write("utf16.jsonl", System.Text.Encoding.BigEndianUnicode.GetBytes("{\"text\":\"a\",\"label\":\"b\"}\n{\"text\":\"c\",\"label\":\"d\"}"));

        var rows = Read(path);

        Assert.Empty(rows);
        var skip = Assert.Single(_log.ToSummary().Skipped);
        Assert.Equal(SkipReason.InvalidUtf8, skip.Reason);
        Assert.Contains("UTF-16", skip.Examples[0].Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("")]
    public void Reader_passes_over_a_line_of_a_million_characters(string end)
    {
        var long1 = $"{{\"text\":\"{new string('a', 1_000_000)}\",\"label\":\"b\"}}";
        var longer = $"{{\"text\":\"{new string('a', 5_000_000)}\",\"label\":\"b\"}}";
        var path = _folder.Write("long.jsonl", $"{long1}\n{{\"text\":\"a\",\"label\":\"b\"}}\n{longer}{end}");

        var rows = Read(path);

        Assert.Equal(2, Assert.Single(rows).Source.Line);
        var skip = Assert.Single(_log.ToSummary().Skipped);
        Assert.Equal((SkipReason.LineTooLong, 2), (skip.Reason, skip.Count));
        Assert.Equal([1, 3], skip.Examples.Select(line => line.Source.Line));
    }

    [Fact]
    public void Reader_hashes_the_bytes_of_the_file()
    {
        var content = "{\"text\":\"a\",\"label\":\"b\"}\nbroken\n";
        var path = _folder.Write("a.jsonl", content);

        _ = Read(path);

        var expected = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
        Assert.Equal(expected, _log.ToSummary().Sha256);
    }

    [Fact]
    public void Reader_takes_the_named_columns_of_a_table()
    {
        var path = _folder.Write("a.csv", "id,topic,body,field\n1,x,\"one, \"\"two\"\"\nthree\",d1\n\n2,y,plain \"quoted\" word,d2\n");

        var rows = Read(path, new DataColumns("body", "topic", "field"));

        Assert.Equal(
            [
                new Example("one, \"two\"\nthree", "x", "d1", new SourceLine(path, 2)),
                new Example("plain \"quoted\" word", "y", "d2", new SourceLine(path, 5)),
            ],
            rows);
    }

    [Theory]
    [InlineData("only one", SkipReason.WrongColumnCount)]
    [InlineData("a,b,c", SkipReason.WrongColumnCount)]
    [InlineData(" ,b", SkipReason.EmptyText)]
    [InlineData("a,", SkipReason.EmptyLabel)]
    public void Reader_names_a_bad_row_of_a_table_and_goes_on(string row, SkipReason reason)
    {
        var path = _folder.Write("bad.csv", $"text,label\r\na,b\r\n{row}\r\nc,d\r\n");

        var rows = Read(path);

        Assert.Equal([2, 4], rows.Select(good => good.Source.Line));
        var skip = Assert.Single(_log.ToSummary().Skipped);
        Assert.Equal((reason, 3), (skip.Reason, skip.Examples[0].Source.Line));
    }

    [Fact]
    public void Reader_names_a_row_of_a_table_that_is_not_utf8()
    {
        var path = _folder.Write("latin1.csv", [.. "text,label\ncaf"u8, 0xE9, .. ",b\nc,d\n"u8]);

        var rows = Read(path);

        Assert.Equal("c", Assert.Single(rows).Text);
        Assert.Equal(SkipReason.InvalidUtf8, Assert.Single(_log.ToSummary().Skipped).Reason);
    }

    [Fact]
    public void Reader_refuses_a_table_without_the_column()
    {
        var path = _folder.Write("a.csv", "body,topic\na,b\n");

        var fault = Assert.Throws<BadDataException>(() => Read(path));

        Assert.Equal(BadDataCode.MissingColumn, fault.Code);
        Assert.Equal($"Found the columns \"body\", \"topic\" in the header of {path}; expected one named \"text\". "
            + "Name the right one with --text-column; fields are parted by commas, in a .tsv file by tabs.", fault.Message);
    }

    [Fact]
    public void Reader_refuses_a_table_whose_quote_never_ends()
    {
        var path = _folder.Write("a.csv", "text,label\na,b\n\"never " + new string('x', 17_000_000));

        var fault = Assert.Throws<BadDataException>(() => Read(path));

        Assert.Equal(BadDataCode.EndlessField, fault.Code);
        Assert.Contains($"{path}:3", fault.Message);
    }

    [Fact]
    public void Reader_refuses_a_file_that_is_not_there()
    {
        var fault = Assert.Throws<BadDataException>(() => new ExampleReader(new DataColumns(), _log).Read("/no/such.jsonl"));

        Assert.Equal(BadDataCode.NotFound, fault.Code);
    }

    private List<Example> Read(string path, DataColumns? columns = null) =>
        [.. new ExampleReader(columns ?? new DataColumns(), _log).Read(path)];
}
