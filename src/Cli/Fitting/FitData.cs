using System.CommandLine;
using MoECollab.Cli.CommandLine;
using MoECollab.Cli.Training;
using MoECollab.Errors;
using MoECollab.Training.Data;
using MoECollab.Training.Evaluation;
using MoECollab.Training.Homes;
using MoECollab.Training.Homes.Finding;

namespace MoECollab.Cli.Fitting;

/// <summary>What a fit learns from, as it was read.</summary>
/// <param name="Data">The rows.</param>
/// <param name="Source">Where they come from.</param>
/// <param name="Search">How domains are to be found; null where the data names them, or is one domain.</param>
internal sealed record FitData(LabelledData Data, FitSource Source, DomainSearch? Search)
{
    private const int MostNamed = 100;

    /// <summary>Whether a label is the same in every domain, and an expert of all of them is trained.</summary>
    public bool Merges => Search is not null || (Data.MergesLabels && Data.Domains.Count > 1);

    /// <summary>Whether there is, or will be, more than one domain.</summary>
    public bool HasSeveral => Search is not null || Data.Domains.Count > 1;

    /// <summary>Reads and checks; what is skipped and what is odd goes to stderr.</summary>
    public static FitData Read(ParseResult parsed)
    {
        var path = parsed.GetRequiredValue(FitOptions.Data);
        var columns = parsed.Columns();
        if (columns.Domain is not null && Directory.Exists(path))
            throw new MoECollabException("usage", $"--domain-column is given, and {path} is a folder, whose sub-folders are the domains. Leave it out, or give one file.");
        var data = Read(path, columns, parsed);
        var source = new FitSource(Path.GetFullPath(path), data.Summary.Sha256, columns.Text, columns.Label, columns.Domain);
        return new FitData(data, source, SearchIn(parsed, data));
    }

    private static LabelledData Read(string path, DataColumns columns, ParseResult parsed)
    {
        var error = parsed.InvocationConfiguration.Error;
        var scope = parsed.GetValue(TrainOptions.MergeLabels) ? LabelScope.Merged : LabelScope.WithDomain;
        var named = new Dictionary<SkipReason, int>();
        var data = LabelledData.Read(path, columns, DataUse.Training, Name, scope);
        if (!parsed.GetValue(SharedOptions.Quiet))
        {
            foreach (var line in data.Summary.Describe().Where(line => !line.StartsWith(' '))) error.WriteLine($"moe: {line}");
        }

        return data;

        // A file of another form would name a million lines; their number is in the summary.
        void Name(SkippedLine skipped)
        {
            var count = named[skipped.Reason] = named.GetValueOrDefault(skipped.Reason) + 1;
            if (count <= MostNamed) error.WriteLine($"moe: skipped {skipped}");
            if (count == MostNamed) error.WriteLine("moe: … further lines of that kind are counted, not named");
        }
    }

    private static DomainSearch? SearchIn(ParseResult parsed, LabelledData data)
    {
        var count = parsed.GetValue(FitOptions.Domains);
        var encodes = parsed.GetRequiredValue(FitOptions.Encoder) != FitOptions.NoEncoder;
        if (count is null) return data.HasDomains || !encodes ? null : new DomainSearch(null);
        if (count < 1)
            throw new MoECollabException("usage", $"--domains is {count}; expected a number of at least 1.");
        if (data.HasDomains)
            throw new MoECollabException("usage", "--domains is given, and the data names its domains. Leave it out, or give one file without --domain-column.");
        if (!encodes)
            throw new MoECollabException("usage", "--domains is given with --encoder none; domains are found by an encoder's vectors. Name an encoder, or leave --domains out.");
        return count == 1 ? null : new DomainSearch(count);
    }
}
