using MoECollab.Cli.Homes;
using MoECollab.Errors;
using MoECollab.Packaging.Homes;
using MoECollab.Training.Data;
using MoECollab.Training.Gates;
using MoECollab.Training.Homes;

namespace MoECollab.Cli.Fitting;

/// <summary>Which domains of some data are new to a fitted home, and the rows that its gate is trained on again.</summary>
/// <param name="Record">What the home was fitted with.</param>
/// <param name="New">The new domains, the labels as the home has them.</param>
/// <param name="Pooled">All rows, old and new.</param>
internal sealed record FitAddition(FitRecord Record, LabelledData New, LabelledData Pooled)
{
    /// <summary>Whether the data brings any domain that the home has no expert for.</summary>
    public bool IsEmpty => New.Domains.Count == 0;

    /// <summary>Looks at what the home was fitted from.</summary>
    /// <param name="home">A home that <c>moe fit</c> wrote.</param>
    /// <param name="data">The data that may bring new domains; it stands in for what the home had of the domains that it names again.</param>
    /// <param name="checkpoints">Where a killed addition left its marks.</param>
    /// <param name="say">Told what is odd.</param>
    /// <exception cref="MoECollabException">The home was not fitted, its domains were found, or rows that its gate needs are gone.</exception>
    public static FitAddition Of(Home home, FitData data, string checkpoints, Action<string> say)
    {
        var record = FitRecord.Read(home)
            ?? throw new MoECollabException("fit-missing", $"{home.Root} has no {FitRecord.FileName}: it was not made by 'moe fit'. Train an expert with 'moe train expert' and the gate with 'moe train gate', or fit a home first.");
        if (record.FoundDomains)
            throw new MoECollabException("fit-found-domains", $"The domains of {home.Root} were found by clustering, so that a new one has no place among them. Fit it again with all rows, or give domains by --domain-column.");
        if (data.Search is not null)
            throw new MoECollabException("usage", "--add needs data that names its domains: a data folder, or one file with --domain-column.");
        var known = record.Experts.ToHashSet(StringComparer.Ordinal);
        var rows = data.Data with { MergesLabels = record.MergesLabels };
        var added = rows with { Domains = [.. rows.Domains.Where(domain => !known.Contains(domain.Id))] };
        foreach (var domain in added.Domains) RefuseForeign(home, domain, checkpoints);
        var old = OldRows(record, [.. rows.Domains.Select(domain => domain.Id)], say);
        var pooled = rows with { HasDomains = true, Domains = [.. rows.Domains.Concat(old).OrderBy(domain => domain.Name, StringComparer.Ordinal)] };
        return new FitAddition(record, added, pooled);
    }

    /// <summary>What the home remembers afterwards.</summary>
    /// <param name="source">Where the new domains come from.</param>
    public FitRecord After(FitSource source) =>
        Record with { Sources = [.. Record.Sources.Where(old => old.Path != source.Path), source] };

    /// <summary>The experts that the home has, without those that a killed addition had finished; borrowed from the loaded home.</summary>
    public IReadOnlyList<GateExpert> Experts(OpenedHome home)
    {
        var added = New.Domains.Select(domain => domain.Id).ToHashSet(StringComparer.Ordinal);
        return [.. home.Experts.Where(expert => !added.Contains(expert.Descriptor.Id)).Select(expert => new GateExpert(expert.Descriptor, expert.Expert))];
    }

    private static void RefuseForeign(Home home, DomainData domain, string checkpoints)
    {
        // A killed addition leaves both packages and marks; without marks, the package is somebody's.
        if (Directory.Exists(checkpoints) || !Directory.Exists(Path.Combine(home.FolderOf(PackageRole.Expert), domain.Id))) return;
        throw new MoECollabException("expert-exists", $"The domain \"{domain.Name}\" would become the expert {domain.Id}, and the home has one of that id that no fit made. Rename the domain, or remove the package.");
    }

    private static List<DomainData> OldRows(FitRecord record, HashSet<string> given, Action<string> say)
    {
        var missing = record.Experts.Where(id => !given.Contains(id) && id != record.General).ToHashSet(StringComparer.Ordinal);
        var old = new List<DomainData>();
        foreach (var source in record.Sources)
        {
            if (missing.Count == 0) break;
            if (!Path.Exists(source.Path))
                throw new MoECollabException("fit-data-gone", $"The gate is trained again on rows of all experts, and {source.Path}, which {string.Join(", ", missing.Order(StringComparer.Ordinal))} were fitted from, is gone. Put it back, or give those domains in DATA as well.");
            var data = LabelledData.Read(source.Path, new DataColumns(source.TextColumn, source.LabelColumn, source.DomainColumn));
            if (data.Summary.Sha256 != source.Sha256) say($"{source.Path} has changed since the home was fitted; the gate learns from it as it is now");
            old.AddRange(data.Domains.Where(domain => missing.Remove(domain.Id)));
        }

        return old;
    }
}
