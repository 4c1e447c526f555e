using System.Text;
using MoECollab.Cli.Tests.Driving;

namespace MoECollab.Cli.Tests.Fitting;

public sealed class FitBadDataTests : IDisposable
{
    private readonly FitFolder _folder = new();

    [Fact]
    public async Task What_can_be_skipped_is_named_with_file_and_line_and_the_fit_goes_on()
    {
        _folder.Write("Kitchen", ("soup", "boil water with salt and leeks"), ("cake", "bake flour sugar and butter"));
        _folder.Write("Weather", ("rain", "rain falls on wet streets"), ("sun", "the sun is hot and bright"));
        _folder.AppendTrain("Kitchen",
            Utf8(FitFolder.Line("soup", "")),
            Utf8(FitFolder.Line("soup", new string('x', 1_000_000))),
            [.. Utf8("{\"label\":\"soup\",\"text\":\"cr"), 0xE8, .. Utf8("me\"}")],
            Utf8(FitFolder.Line("soup", "boil water with salt and leeks 70")),
            Utf8(FitFolder.Line("Soup ", "boil a broth")),
            Utf8("{\"text\": \"no label\"}"));
        var file = Path.Combine(_folder.Data, "Kitchen", "train.jsonl");

        var fitted = await FitAsync();

        Assert.Equal(0, fitted.Code);
        Assert.Contains($"{file}:31: the text is empty", fitted.Error);
        Assert.Contains($"{file}:32: the line is longer than 1,000,000 bytes", fitted.Error);
        Assert.Contains($"{file}:33: ", fitted.Error);
        Assert.Contains($"{file}:34: the same text is at {Path.Combine(_folder.Data, "Kitchen", "test.jsonl")}:1", fitted.Error);
        Assert.Contains($"differ only in case or space, and count as different: \"soup\" ({file}:1), \"Soup \" ({file}:35)", fitted.Error);
        Assert.Contains($"label \"Soup \" of domain Kitchen has a single training row, {file}:35", fitted.Error);
        Assert.Contains($"{file}:36: ", fitted.Error);
        Assert.Contains("5 skipped", fitted.Error);
    }

    [Fact]
    public async Task A_domain_of_ten_lines_is_named_and_fitted()
    {
        _folder.Write("Weather", ("rain", "rain falls on wet streets"), ("sun", "the sun is hot and bright"));
        var small = Directory.CreateDirectory(Path.Combine(_folder.Data, "Small")).FullName;
        _folder.WriteRows(Path.Combine(small, "train.jsonl"), Enumerable.Range(0, 10).Select(row => FitFolder.Line(row % 2 == 0 ? "one" : "two", $"{(row % 2 == 0 ? "first" : "second")} {row}")));

        var fitted = await FitAsync();

        Assert.Equal(0, fitted.Code);
        Assert.Contains("domain Small has only", fitted.Error);
    }

    [Fact]
    public async Task A_domain_of_one_class_stops_before_anything_is_trained()
    {
        _folder.Write("Weather", ("rain", "rain falls on wet streets"), ("sun", "the sun is hot and bright"));
        _folder.Write("Alone", ("only", "always the same"));

        var fitted = await FitAsync();

        Assert.NotEqual(0, fitted.Code);
        Assert.Contains($"{Path.Combine(_folder.Data, "Alone", "train.jsonl")}:1", fitted.Error);
        Assert.False(Directory.Exists(_folder.Home));
    }

    [Fact]
    public async Task A_domain_column_of_a_folder_stops_before_anything_is_trained()
    {
        _folder.Write("books", ("good", "a gripping tale"), ("bad", "a tedious plot"));

        var fitted = await Moe.RunAsync("fit", _folder.Data, "--domain-column", "domain", "--home", _folder.Home, "--encoder", "none");

        Assert.NotEqual(0, fitted.Code);
        Assert.Contains("whose sub-folders are the domains", fitted.Error);
        Assert.False(Directory.Exists(_folder.Home));
    }

    [Fact]
    public async Task A_file_in_another_encoding_stops_before_anything_is_trained()
    {
        var file = _folder.PathOf("rows.jsonl");
        FitFolder.WriteBytes(file, [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes($"{FitFolder.Line("wet", "rain", "a")}\n{FitFolder.Line("dry", "sun", "a")}\n")]);

        var fitted = await Moe.RunAsync("fit", file, "--domain-column", "domain", "--home", _folder.Home, "--encoder", "none");

        Assert.NotEqual(0, fitted.Code);
        Assert.Contains(file, fitted.Error);
        Assert.False(Directory.Exists(_folder.Home));
    }

    [Fact]
    public async Task Merged_labels_that_differ_in_case_between_domains_are_named_and_texts_tested_elsewhere_held_back()
    {
        _folder.Write("books", ("good", "a gripping tale"), ("bad", "a tedious plot"));
        _folder.Write("tools", ("Good", "sturdy and sharp"), ("bad", "rusty and blunt"));
        _folder.AppendTrain("tools", Utf8(FitFolder.Line("Good", "a gripping tale 70")));

        var fitted = await Moe.RunAsync("fit", _folder.Data, "--home", _folder.Home, "--encoder", "none", "--merge-labels");

        Assert.Equal(0, fitted.Code);
        Assert.Contains("labels of different domains that differ only in case or space", fitted.Error);
        Assert.Contains($"{Path.Combine(_folder.Data, "tools", "train.jsonl")}:31: the same text is at {Path.Combine(_folder.Data, "books", "test.jsonl")}:1", fitted.Error);
    }

    public void Dispose() => _folder.Dispose();

    private Task<MoeResult> FitAsync() => Moe.RunAsync("fit", _folder.Data, "--home", _folder.Home, "--encoder", "none");

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
