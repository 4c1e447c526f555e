using MoECollab.Training.Measuring;
using MoECollab.Studies.Keeping;

namespace MoECollab.Studies.TwelveDomains;

/// <summary>The main claim: experts trained apart behind a gate against one model of equal size, and of equal work.</summary>
internal sealed class TwelveDomainsStudy : IStudy
{
    private const string Settings = "twelve-domains/2";

    public string Name => "twelve-domains";

    public string Question => "Twelve domains with 296 labels: are experts trained apart behind a trained gate better than one model of equal parameters, and than one of equal work?";

    public IReadOnlyList<string> Files => BestBaselines.Files;

    public Findings Run(StudyRun run)
    {
        var data = run.Data.Domains(BestBaselines.Sets);
        var set = new EvaluationSet(data);
        var systems = new DomainSystems(data, set, run);
        var seeds = run.Seeds();
        var identity = $"{Settings} {run.Data.Identity}";
        try
        {
            var fastText = run.Cell("fasttext", identity, systems.FastText);
            var cells = new Dictionary<string, List<Cell>> { [MixtureSystem] = [], [EqualCompute] = [], [EqualComputeWords] = [], [EqualComputeShapes] = [], [EqualParameters] = [] };
            foreach (var seed in seeds)
            {
                var mixture = run.Cell($"mixture.seed{seed}", identity, () => systems.Mixture(seed));
                cells[MixtureSystem].Add(mixture);
                string? ChoiceOf(string name) => cells[name].FirstOrDefault()?.Notes["choice"];
                cells[EqualCompute].Add(run.Cell($"equal-compute.seed{seed}", identity, () => systems.EqualCompute(mixture, seed, ChoiceOf(EqualCompute))));
                cells[EqualComputeWords].Add(run.Cell($"equal-compute-words.seed{seed}", identity, () => systems.EqualComputeWords(mixture, seed, ChoiceOf(EqualComputeWords))));
                cells[EqualComputeShapes].Add(run.Cell($"equal-compute-shapes.seed{seed}", identity, () => systems.EqualComputeShapes(mixture, seed, ChoiceOf(EqualComputeShapes))));
                cells[EqualParameters].Add(run.Cell($"equal-parameters.seed{seed}", identity, () => systems.EqualParameters(mixture, seed, ChoiceOf(EqualParameters))));
            }

            return new DomainReport(seeds, cells, fastText).Findings();
        }
        finally
        {
            systems.Close();
        }
    }

    internal const string MixtureSystem = "mixture";
    internal const string EqualCompute = "equal-compute";
    internal const string EqualComputeWords = "equal-compute-words";
    internal const string EqualComputeShapes = "equal-compute-shapes";
    internal const string EqualParameters = "equal-parameters";
}
