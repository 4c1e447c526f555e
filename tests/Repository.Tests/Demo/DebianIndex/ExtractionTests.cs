using MoECollab.Demo.DebianIndex;
using MoECollab.Training.Data;

namespace MoECollab.Repository.Tests.Demo.DebianIndex;

public class ExtractionTests
{
    private const string Translation = """
        Package: gimp
        Description-md5: aaa
        Description-en: GNU Image Manipulation Program
         GIMP is an editor, as "gimp": see gimp-data.
         .
          * layers
        """;

    [Fact]
    public void Long_description_comes_from_the_translation_without_the_packages_name()
    {
        var row = Assert.Single(Extract("""
            Package: gimp
            Section: non-free/graphics
            Description: GNU Image Manipulation Program
            Description-md5: aaa
            """));

        Assert.Equal("GNU Image Manipulation Program is an editor, as see gimp-data. * layers", row.Text);
        Assert.Equal(("gimp", "gimp", "graphics", "media"), (row.Package, row.Source, row.Section, row.Domain));
    }

    [Fact]
    public void Synopsis_serves_where_there_is_no_translation()
    {
        var extraction = Extraction("""
            Package: vim
            Section: editors
            Description: Vi IMproved
            Description-md5: bbb
            """);

        var (rows, length) = extraction.Finish(1);

        Assert.Equal("Vi IMproved", Assert.Single(rows).Text);
        Assert.Equal(DescriptionLength.Synopsis, length);
    }

    [Fact]
    public void Index_that_carries_long_descriptions_itself_needs_no_translation()
    {
        var (rows, length) = Extraction("Package: a\nSection: net\nDescription: short\n long words\n").Finish(1);

        Assert.Equal("short long words", Assert.Single(rows).Text);
        Assert.Equal(DescriptionLength.Long, length);
    }

    [Fact]
    public void Source_is_named_without_its_version()
    {
        var rows = Extract("Package: cpp\nSource: gcc-defaults (1.203)\nSection: interpreters\nDescription: preprocessor\n");

        Assert.Equal("gcc-defaults", Assert.Single(rows).Source);
    }

    [Fact]
    public void Record_that_lacks_something_is_skipped_and_counted()
    {
        var extraction = Extraction("""
            Package: no-section
            Description: text

            Section: net
            Description: no name

            Package: broken
            Section: net
            no colon
            Description: text

            Package: onlyname
            Section: net
            Description: onlyname

            Package: good
            Section: net
            Description: text
            """);

        var (rows, _) = extraction.Finish(1);

        Assert.Equal("good", Assert.Single(rows).Package);
        Assert.Equal(4, extraction.Skipped);
    }

    [Fact]
    public void Equal_texts_and_small_sections_are_dropped()
    {
        var rows = Extract(
            """
            Package: c
            Section: libs
            Description: same words

            Package: a
            Section: libs
            Description: same words

            Package: b
            Section: libs
            Description: other words

            Package: lonely
            Section: zope
            Description: of a small section
            """,
            smallestSection: 2);

        Assert.Equal(["a", "b"], rows.Select(row => row.Package));
    }

    [Fact]
    public void Text_ends_after_a_hundred_and_twenty_words()
    {
        var text = DescriptionText.From("x", string.Join(' ', Enumerable.Range(0, 500)));

        Assert.Equal(120, text.Split(' ').Length);
        Assert.EndsWith(" 119", text);
    }

    [Fact]
    public void Split_never_parts_packages_of_one_source()
    {
        var packages = Enumerable.Range(0, 3000)
            .Select(i => new PackageDescription($"package-{i}", $"source-{i / 3}", "libs", $"text {i}"))
            .ToList();

        var splits = packages.GroupBy(package => package.Source).Select(source => source.Select(package => package.Split).Distinct().Count());

        Assert.All(splits, count => Assert.Equal(1, count));
        Assert.Equal(0.2, packages.Count(package => package.Split == Split.Test) / 3000.0, 0.04);
        Assert.Equal(0.08, packages.Count(package => package.Split == Split.Dev) / 3000.0, 0.03);
    }

    [Fact]
    public void Index_becomes_domains_of_labelled_rows()
    {
        var packages = Enumerable.Range(0, 200)
            .Select(i => new PackageDescription($"p{i}", $"s{i}", i % 2 == 0 ? "libs" : "games", $"text {i}"))
            .ToList();

        var domains = new PackageIndex("Debian", "", DescriptionLength.Long, packages).Domains();

        Assert.Equal(["libraries", "media"], domains.Select(domain => domain.Name));
        Assert.All(domains, domain => Assert.Equal(100, domain.Train.Count + domain.Dev.Count + domain.Test.Count));
        Assert.Equal("media/games", domains[1].Train[0].UnionLabel);
    }

    [Fact]
    public void Domains_are_at_least_six_and_share_no_section()
    {
        Assert.InRange(SectionDomains.All.Count, 6, 9);
        Assert.Equal("science", SectionDomains.Of("gnu-r"));
        Assert.Equal(SectionDomains.Other, SectionDomains.Of("a-section-to-come"));
        Assert.Contains(SectionDomains.Other, SectionDomains.All);
    }

    private static IReadOnlyList<PackageDescription> Extract(string packages, int smallestSection = 1) =>
        Extraction(packages).Finish(smallestSection).Rows;

    private static Extraction Extraction(string packages)
    {
        var translations = new Translations();
        translations.Add(new StringReader(Translation));
        var extraction = new Extraction(translations);
        extraction.Add(new StringReader(packages));
        return extraction;
    }
}
