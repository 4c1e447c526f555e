using System.CommandLine;
using MoECollab.Cli.CommandLine;
using MoECollab.Inputs;
using MoECollab.Training.Data;
using MoECollab.Training.Examples;

namespace MoECollab.Cli.Training;

/// <summary>What a <c>train</c> verb learns from, read and checked before any work.</summary>
/// <param name="Examples">Rows to fit.</param>
/// <param name="Validation">Rows to stop early and calibrate on.</param>
/// <param name="Domains">The ids of the domains; empty where the data has none.</param>
internal sealed record TrainingData(IReadOnlyList<LabelledInput> Examples, IReadOnlyList<LabelledInput> Validation, IReadOnlyList<string> Domains)
{
    /// <summary>Reads <c>--data</c> and <c>--valid</c>, and says on stderr what was read and what was skipped.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="domain">A domain for data that has none: labels become <c>domain/label</c>; null leaves them as they are.</param>
    public static TrainingData Read(ParseResult parsed, string? domain = null)
    {
        var error = parsed.InvocationConfiguration.Error;
        var quiet = parsed.GetValue(SharedOptions.Quiet);
        var sets = (parsed.GetValue(TrainOptions.Data) ?? []).Select(path => ReadSet(parsed, path, DataUse.Training)).ToList();
        if (!quiet)
        {
            // The skipped lines themselves were named as they came.
            foreach (var line in sets.SelectMany(set => set.Summary.Describe()).Where(line => !line.StartsWith(' ')))
                error.WriteLine($"moe: {line}");
        }

        var valid = parsed.GetValue(TrainOptions.Valid) is { } file ? ReadSet(parsed, file, DataUse.Evaluation) : null;
        List<DomainData> domains = [.. sets.Where(set => set.HasDomains).SelectMany(set => set.Domains)];
        var prefix = domain ?? (domains is [var only] ? only.Name : null);
        var examples = sets.SelectMany(set => Within(set, valid is null ? set.Rows(Split.Train) : set.Rows(Split.Train).Concat(set.Rows(Split.Dev)), domain));
        var validation = valid is null ? sets.SelectMany(set => Within(set, set.Rows(Split.Dev), domain)) : Within(valid, valid.Rows(Split.Test), prefix);
        return new TrainingData([.. examples], [.. validation], [.. domains.Select(found => found.Id).Distinct()]);
    }

    private static LabelledData ReadSet(ParseResult parsed, string path, DataUse use) =>
        LabelledData.Read(path, parsed.Columns(), use, skipped => parsed.InvocationConfiguration.Error.WriteLine($"moe: skipped {skipped}"));

    // Rows that name a domain keep it; the others are put into the one that is given.
    private static IEnumerable<LabelledInput> Within(LabelledData set, IEnumerable<Example> rows, string? domain)
    {
        var inputs = LabelledInputs.From(rows, set);
        return set.HasDomains || domain is null
            ? inputs
            : inputs.Select(example => example with { Label = $"{domain}/{example.Label}", Domain = DomainId.From(domain) });
    }
}
