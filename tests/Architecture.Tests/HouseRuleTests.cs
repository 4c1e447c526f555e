using System.Text.RegularExpressions;

namespace MoECollab.Architecture.Tests;

/// <summary>Taste that no analyzer covers.</summary>
public sealed partial class HouseRuleTests
{
    private static readonly string[] Ours = ["src", "plugins", "repository", "demo", "studies", "benchmarks"];

    [Fact]
    public void Files_stay_under_400_lines() =>
        Offenders.None(from source in Sources() where source.Text.Count('\n') > 400 select source.Path);

    [Fact]
    public void A_file_holds_one_top_level_type_and_bears_its_name() =>
        Offenders.None(
            from source in Sources()
            let types = TopLevelType().Matches(source.Text).Select(match => match.Groups["name"].Value).Distinct().ToArray()
            let file = Path.GetFileName(source.Path).Split('.')[0]
            where types.Length > 1 || (types.Length == 1 && types[0] != file)
            select $"{source.Path}: {string.Join(", ", types)}");

    [Fact]
    public void Nothing_is_named_for_being_nameless() =>
        Offenders.None(
            from source in Sources()
            where VagueName().IsMatch(source.Path)
            select source.Path);

    [Fact]
    public void No_regions_and_no_code_in_comments() =>
        Offenders.None(from source in Sources() where Leftover().IsMatch(source.Text) select source.Path);

    [Fact]
    public void Nothing_is_left_unfinished() =>
        Offenders.None(from source in Sources() where Unfinished().IsMatch(source.Text) select source.Path);

    private static IEnumerable<(string Path, string Text)> Sources() =>
        Ours.SelectMany(folder => RepositoryRoot.Files(folder, "*.cs"));

    [GeneratedRegex(@"^(public|internal)\b.*\b(class|record struct|record|struct|interface|enum)\s+(?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex TopLevelType();

    [GeneratedRegex(@"(Utils|Utilit(y|ies)|Helper|Manager|Common|Misc|Stuff)\w*(/|\.cs)")]
    private static partial Regex VagueName();

    [GeneratedRegex(@"^\s*(#region|//[^/].*[;{}]\s*$)", RegexOptions.Multiline)]
    private static partial Regex Leftover();

    [GeneratedRegex(@"NotImplementedException|\b(TODO|FIXME|HACK)\b")]
    private static partial Regex Unfinished();
}
