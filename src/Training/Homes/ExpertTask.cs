using MoECollab.Inputs;
using MoECollab.Training.Data;
using MoECollab.Training.Examples;

namespace MoECollab.Training.Homes;

/// <summary>One expert that is to be trained, and from what.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Domains">Domains it is made for; none for a general expert.</param>
/// <param name="Examples">What it learns from.</param>
/// <param name="Validation">What it chooses and calibrates on: labels that it has no example of are left out.</param>
internal sealed record ExpertTask(string Id, IReadOnlyList<string> Domains, IReadOnlyList<LabelledInput> Examples, IReadOnlyList<LabelledInput> Validation)
{
    /// <summary>Those of <see cref="Validation"/> that were cut off the training rows: they may be fitted when everything is chosen.</summary>
    public IReadOnlyList<LabelledInput> Later { get; private init; } = [];

    private const string General = "general";

    /// <summary>One task per domain, and the general expert where the plan has one.</summary>
    public static IReadOnlyList<ExpertTask> Of(HomePlan plan)
    {
        var tasks = plan.Data.Domains.Select(domain => From(domain.Id, [domain.Name], [domain], plan.Data)).ToList();
        if (plan.GeneralExpert) tasks.Add(From(GeneralId(plan.Data), [], plan.Data.Domains, plan.Data));
        return tasks;
    }

    /// <summary>The id of the general expert: <c>general</c>, unless a domain is called so.</summary>
    public static string GeneralId(LabelledData data) => data.Domains.Any(domain => domain.Id == General) ? $"{General}-expert" : General;

    private static ExpertTask From(string id, IReadOnlyList<string> names, IReadOnlyList<DomainData> domains, LabelledData data)
    {
        var examples = LabelledInputs.From(domains.SelectMany(domain => domain.Train), data);
        var known = examples.Select(example => example.Label).ToHashSet(StringComparer.Ordinal);
        IReadOnlyList<LabelledInput> Dev(IEnumerable<DomainData> of) =>
            [.. LabelledInputs.From(of.SelectMany(domain => domain.Dev), data).Where(example => known.Contains(example.Label))];
        return new ExpertTask(id, names, examples, Dev(domains)) { Later = Dev(domains.Where(domain => domain.DevFromTrain)) };
    }
}
