using MoECollab.Errors;

namespace MoECollab.Studies;

/// <summary>All studies, in the order in which they are run.</summary>
public static class StudyRegistry
{
    private static readonly IStudy[] All = [new Costs.CostStudy(), new Utilisation.UtilisationStudy(), new Guarding.GuardStudy(), new FewExamples.FewExamplesStudy(), new Collaborating.CollaborationStudy(), new TwelveDomains.TwelveDomainsStudy()];

    /// <summary>Each study's name and what it asks.</summary>
    public static IReadOnlyList<(string Name, string Question)> List { get; } = [.. All.Select(study => (study.Name, study.Question))];

    /// <summary>Runs a study and writes its folder.</summary>
    /// <param name="name">One of <see cref="List"/>.</param>
    /// <param name="plan">Where from and where to.</param>
    /// <returns>What was found; it lies in the results' folder too.</returns>
    /// <exception cref="MoECollabException">There is no such study (<c>study-not-found</c>), or no data (<c>data-not-found</c>).</exception>
    public static StudyResult Run(string name, StudyPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var study = All.SingleOrDefault(study => study.Name == name)
            ?? throw new MoECollabException("study-not-found", $"There is no study '{name}'; there are {string.Join(", ", All.Select(study => study.Name))}. See 'moe study list'.");
        RequireFiles(study, plan.Data);
        var run = new StudyRun(study, plan);
        var result = study.Run(run).ToResult(study, run);
        Reporting.ResultFolder.Write(Path.Combine(plan.Results, study.Name), result);
        return result;
    }

    private static void RequireFiles(IStudy study, string folder)
    {
        var missing = study.Files.Where(file => !File.Exists(Path.Combine(folder, file))).ToList();
        if (missing.Count == 0) return;
        throw new MoECollabException(
            "data-not-found",
            $"The study '{study.Name}' looked in {Path.GetFullPath(folder)} and did not find {string.Join(", ", missing)}. The folder must contain {string.Join(", ", study.Files)}, each line {{\"text\": …, \"label\": …}}; name it with --data or MOE_DATA.");
    }
}
