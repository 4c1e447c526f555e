using MoECollab.Training.Data;

namespace MoECollab.Training.Tests.Data;

public sealed class LabelledDataTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folder_becomes_one_domain_per_subfolder_with_union_labels()
    {
        Domain("News", train: Rows("a", "x", 30, "y", 30), dev: Rows("b", "x", 2), test: Rows("c", "y", 3));
        Domain("mail", train: Rows("d", "x", 30, "z", 30));

        var data = LabelledData.Read(_folder.Path, new DataColumns());

        Assert.Equal(["News", "mail"], data.Domains.Select(domain => domain.Name));
        Assert.Equal(["news", "mail"], data.Domains.Select(domain => domain.Id));
        Assert.Equal((60, 2, 3), Sizes(data.Domains[0]));
        Assert.Equal("News/x", data.Domains[0].Train[0].UnionLabel);
        Assert.True(data.HasDomains);
    }

    [Fact]
    public void Folder_without_dev_gives_a_tenth_by_hash_of_the_text()
    {
        Domain("one", train: Rows("a", "x", 1000, "y", 1000));

        var domain = LabelledData.Read(_folder.Path, new DataColumns()).Domains[0];

        Assert.InRange(domain.Dev.Count, 150, 250);
        Assert.Equal(2000, domain.Train.Count + domain.Dev.Count);
        Assert.All(domain.Dev, row => Assert.True(HashSplit.Position(row.Text) < 0.1));
        Assert.All(domain.Train, row => Assert.True(HashSplit.Position(row.Text) >= 0.1));
    }

    [Fact]
    public void Position_is_the_head_of_the_sha256()
    {
        var position = HashSplit.Position("abc");

        // SHA-256("abc") begins ba7816bf 8f01cfea: 0xba7816bf / 2^32 = 0.728394…
        Assert.Equal(0xba7816bf / 4294967296.0, position, 1e-9);
    }

    [Fact]
    public void Folder_with_its_own_train_file_is_one_domain()
    {
        Domain(".", train: Rows("a", "x", 20, "y", 20));

        var data = LabelledData.Read(_folder.Path, new DataColumns());

        Assert.Equal(Path.GetFileName(_folder.Path), Assert.Single(data.Domains).Name);
    }

    [Fact]
    public void File_with_a_domain_column_is_grouped_by_it()
    {
        var path = _folder.Write("all.csv", "text,label,domain\n" + string.Concat(
            Enumerable.Range(0, 40).Select(i => $"text {i},{(i % 4 < 2 ? "p" : "q")},{(i % 2 == 0 ? "books" : "films")}\n")));

        var data = LabelledData.Read(path, new DataColumns(Domain: "domain"));

        Assert.Equal(["books", "films"], data.Domains.Select(domain => domain.Name));
        Assert.All(data.Domains, domain => Assert.Equal(20, domain.Train.Count + domain.Dev.Count));
    }

    [Fact]
    public void File_without_domains_says_so()
    {
        var path = _folder.Write("all.jsonl", Rows("a", "x", 20, "y", 20));

        var data = LabelledData.Read(path, new DataColumns());

        Assert.False(data.HasDomains);
        Assert.Null(Assert.Single(data.Domains).Train[0].Domain);
    }

    [Fact]
    public void Training_rows_that_are_in_the_test_part_are_named_and_left_out()
    {
        var train = Rows("a", "x", 30, "y", 30);
        Domain("one", train, dev: Rows("b", "x", 2), test: "{\"text\":\"a x 3\",\"label\":\"x\"}\n");

        var data = LabelledData.Read(_folder.Path, new DataColumns());

        Assert.Equal(59, data.Domains[0].Train.Count);
        var skip = Assert.Single(data.Summary.Skipped);
        Assert.Equal((SkipReason.AlsoInTest, 1), (skip.Reason, skip.Count));
        Assert.EndsWith("train.jsonl:4: the same text is at " + Path.Combine(_folder.Path, "one", "test.jsonl") + ":1", skip.Examples[0].ToString());
    }

    [Fact]
    public void Odd_labels_are_named_with_file_and_line()
    {
        Domain("one", train: Rows("a", "Spam", 20, "spam ", 20, "ham", 1), dev: Rows("b", "other", 1));

        var warnings = LabelledData.Read(_folder.Path, new DataColumns()).Summary.Warnings;

        Assert.Contains(warnings, w => w.Kind == DataWarningKind.SimilarLabels && w.Message.Contains("train.jsonl:21", StringComparison.Ordinal));
        Assert.Contains(warnings, w => w.Kind == DataWarningKind.SingleExampleClass && w.Message.EndsWith("train.jsonl:41", StringComparison.Ordinal));
        Assert.Contains(warnings, w => w.Kind == DataWarningKind.UnseenLabel && w.Message.Contains("dev.jsonl:1", StringComparison.Ordinal));
    }

    [Fact]
    public void Domain_with_ten_rows_is_named()
    {
        Domain("tiny", train: Rows("a", "x", 5, "y", 5), dev: Rows("b", "x", 1));

        var warning = Assert.Single(LabelledData.Read(_folder.Path, new DataColumns()).Summary.Warnings);

        Assert.Equal(DataWarningKind.SmallDomain, warning.Kind);
    }

    [Fact]
    public void Set_of_one_class_is_refused()
    {
        Domain("one", train: Rows("a", "x", 30));

        var fault = Assert.Throws<BadDataException>(() => LabelledData.Read(_folder.Path, new DataColumns()));

        Assert.Equal(BadDataCode.OneClass, fault.Code);
        Assert.Contains("(first at ", fault.Message);
        Assert.Contains("at least two labels", fault.Message);
    }

    [Fact]
    public void Set_without_a_usable_row_is_refused_with_the_first_reason()
    {
        var path = _folder.Write("all.jsonl", "not json\n\n");

        var fault = Assert.Throws<BadDataException>(() => LabelledData.Read(path, new DataColumns()));

        Assert.Equal(BadDataCode.Empty, fault.Code);
        Assert.Contains($"{path}:1: found \"not json\"", fault.Message);
    }

    [Fact]
    public void Empty_file_is_refused()
    {
        var path = _folder.Write("all.jsonl", "");

        var fault = Assert.Throws<BadDataException>(() => LabelledData.Read(path, new DataColumns()));

        Assert.Equal(BadDataCode.Empty, fault.Code);
    }

    [Fact]
    public void Folder_without_domains_is_refused()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "notes"));

        var fault = Assert.Throws<BadDataException>(() => LabelledData.Read(_folder.Path, new DataColumns()));

        Assert.Equal(BadDataCode.BadLayout, fault.Code);
        Assert.Contains("none with a train file", fault.Message);
    }

    [Fact]
    public void Domains_that_lead_to_one_id_are_refused()
    {
        Domain("Big Data", train: Rows("a", "x", 20, "y", 20));
        Domain("big-data", train: Rows("b", "x", 20, "y", 20));

        var fault = Assert.Throws<BadDataException>(() => LabelledData.Read(_folder.Path, new DataColumns()));

        Assert.Equal(BadDataCode.SameId, fault.Code);
        Assert.Contains("\"big-data\"", fault.Message);
    }

    [Fact]
    public void Evaluation_reads_the_test_part_alone()
    {
        Domain("one", train: "broken\n", test: Rows("c", "x", 3));

        var data = LabelledData.Read(_folder.Path, new DataColumns(), DataUse.Evaluation);

        Assert.Equal((0, 0, 3), Sizes(data.Domains[0]));
        Assert.Equal(0, data.Summary.SkippedRows);
    }

    [Theory]
    [InlineData("News", "news")]
    [InlineData("Big Data/2", "big-data-2")]
    [InlineData("_x", "xx")]
    [InlineData("moe", "moe-domain")]
    [InlineData("Käse", "k-se")]
    public void DomainId_is_a_valid_id(string name, string id) => Assert.Equal(id, DomainId.From(name));

    [Fact]
    public void Shared_set_is_read_whole_but_for_rows_that_are_in_two_parts()
    {
        var root = Environment.GetEnvironmentVariable("MOE_DATA");
        if (root is null) Assert.Skip("MOE_DATA names no folder of data sets");

        var data = LabelledData.Read(Path.Combine(root, "clinc150"), new DataColumns());

        Assert.Equal(22_500, data.Summary.RowsRead);
        Assert.Equal((3_000, 4_500), (data.Domains[0].Dev.Count, data.Domains[0].Test.Count));
        Assert.All(data.Summary.Skipped, skip => Assert.True(skip.Reason is SkipReason.AlsoInTest or SkipReason.AlsoInDev));
    }

    private void Domain(string name, string train, string? dev = null, string? test = null)
    {
        _folder.Write(Path.Combine(name, "train.jsonl"), train);
        if (dev is not null) _folder.Write(Path.Combine(name, "dev.jsonl"), dev);
        if (test is not null) _folder.Write(Path.Combine(name, "test.jsonl"), test);
    }

    private static string Rows(string prefix, params object[] labelsAndCounts) => string.Concat(
        labelsAndCounts.Chunk(2).SelectMany(pair => Enumerable.Range(0, (int)pair[1])
            .Select(i => $"{{\"text\":\"{prefix} {pair[0]} {i}\",\"label\":\"{pair[0]}\"}}\n")));

    private static (int Train, int Dev, int Test) Sizes(DomainData domain) =>
        (domain.Train.Count, domain.Dev.Count, domain.Test.Count);
}
