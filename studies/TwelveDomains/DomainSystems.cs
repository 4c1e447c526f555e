using MoECollab.Mixture.Mixing;
using MoECollab.Text.Learning;
using MoECollab.Training.Data;
using MoECollab.Training.Measuring;
using MoECollab.Studies.Comparing;
using MoECollab.Studies.Keeping;

namespace MoECollab.Studies.TwelveDomains;

/// <summary>Trains and measures the systems that are compared, each on the same rows.</summary>
internal sealed class DomainSystems(LabelledData data, EvaluationSet set, StudyRun run)
{
    public const string Answers = "answers";

    private readonly Dictionary<long, TextMixture> _open = [];

    /// <summary>The mixture, as <c>moe fit</c> makes it, beside the same experts all at once, with equal weights, and with the domain known.</summary>
    public Cell Mixture(long seed)
    {
        var mixture = Open(seed);
        var (classes, evaluator) = (new Classes(set), new MixtureEvaluator(TimeProvider.System));
        var request = new MixtureRequest { Cancellation = run.Plan.Cancellation };
        var sparse = evaluator.Evaluate(mixture.Mixture, set, mixture.Parameters, request, null);
        var dense = evaluator.Evaluate(mixture.Mixture, set, mixture.Parameters, request with { Experts = mixture.Experts.Count }, null);
        using var gate = TextMixture.Uniform();
        var uniform = evaluator.Evaluate(mixture.With(gate), set, mixture.Parameters, request with { Experts = mixture.Experts.Count }, null);
        var (oracle, experts) = new ExpertEvaluator(null, TimeProvider.System).Oracle(mixture.Experts, set, sparse.Load, run.Plan.Cancellation);
        var figures = new Dictionary<string, double>
        {
            ["routing"] = sparse.Figures.RoutingAccuracy ?? 0,
            ["utilisation"] = sparse.Figures.Utilisation,
            ["earned"] = mixture.Trained.Trial.Earned ? 1 : 0,
            ["oracle.accuracy"] = oracle.Figures.Accuracy,
            ["oracle.macroF1"] = oracle.Figures.MacroF1,
            ["oracle.multiplyAdds"] = oracle.Figures.MultiplyAdds,
            ["uniform.accuracy"] = uniform.Figures.Accuracy,
            ["uniform.macroF1"] = uniform.Figures.MacroF1,
            ["uniform.multiplyAdds"] = uniform.Figures.MultiplyAdds,
            ["dense.accuracy"] = dense.Figures.Accuracy,
            ["dense.macroF1"] = dense.Figures.MacroF1,
            ["dense.multiplyAdds"] = dense.Figures.MultiplyAdds,
        };
        Add(figures, sparse.Figures.Accuracy, sparse.Figures.MacroF1, sparse.Figures.MultiplyAdds, mixture.Parameters);
        foreach (var expert in experts)
        {
            figures[$"expert.{expert.Domain}.accuracy"] = expert.Accuracy;
            figures[$"expert.{expert.Domain}.macroF1"] = expert.MacroF1;
        }

        foreach (var domain in sparse.Domains) figures[$"domain.{domain.Domain}.accuracy"] = domain.Accuracy;
        return new Cell
        {
            Figures = figures,
            Timings = new Dictionary<string, double> { ["microseconds"] = sparse.Figures.Microseconds ?? 0 },
            Answers = new Dictionary<string, IReadOnlyList<int>>
            {
                [RowScores.Actual] = classes.Actual(set),
                [Answers] = classes.Of(sparse.Outcomes),
                ["uniform"] = classes.Of(uniform.Outcomes),
                ["oracle"] = classes.Of(oracle.Outcomes),
            },
        };
    }

    /// <summary>One model of as many parameters as the mixture.</summary>
    /// <param name="mixture">The mixture's figures.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="choice">What the first seed chose on dev; null to choose.</param>
    public Cell EqualParameters(Cell mixture, long seed, string? choice)
    {
        var labels = data.Domains.Sum(domain => domain.Labels.Count);
        // (n-grams + 1) × classes parameters, as the linear model over n-grams counts them.
        return Monolith(Open(seed).Vocabulary, (int)(mixture.Figures["parameters"] / labels) - 1, "equal-parameters", seed, choice);
    }

    /// <summary>One model of as many multiply-adds a text as the mixture, over the mixture's features.</summary>
    /// <param name="mixture">The mixture's figures.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="choice">What the first seed chose on dev; null to choose.</param>
    public Cell EqualCompute(Cell mixture, long seed, string? choice) => EqualWork(Open(seed).Vocabulary, "equal-compute", mixture, seed, choice);

    /// <summary>As <see cref="EqualCompute"/>, over words and pairs alone: a text has fewer of them, so that it knows more.</summary>
    /// <param name="mixture">The mixture's figures.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="choice">What the first seed chose on dev; null to choose.</param>
    public Cell EqualComputeWords(Cell mixture, long seed, string? choice) =>
        EqualWork(TextMonolith.WordVocabulary(data, shapes: 0, run.WorkFolder, run), "equal-compute-words", mixture, seed, choice);

    /// <summary>As <see cref="EqualComputeWords"/>, with the shapes of the first chunks, by which the mixture's gate tells where a text comes from.</summary>
    /// <param name="mixture">The mixture's figures.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="choice">What the first seed chose on dev; null to choose.</param>
    public Cell EqualComputeShapes(Cell mixture, long seed, string? choice) =>
        EqualWork(TextMonolith.WordVocabulary(data, new NGramLearning().Scheme.ShapeTokens, run.WorkFolder, run), "equal-compute-shapes", mixture, seed, choice);

    /// <summary>fastText over all labels, and fastText experts behind a fastText router.</summary>
    public Cell FastText()
    {
        var result = new FastTextSystems(data, set, run).Run();
        var classes = new Classes(set);
        return result with { Answers = result.Answers.Append(new(RowScores.Actual, classes.Actual(set))).ToDictionary() };
    }

    /// <summary>Closes the mixtures.</summary>
    public void Close()
    {
        foreach (var mixture in _open.Values) mixture.Dispose();
        _open.Clear();
    }

    private TextMixture Open(long seed)
    {
        if (_open.TryGetValue(seed, out var open)) return open;
        Close();
        return _open[seed] = TextMixture.Train(data, Path.Combine(run.WorkFolder, $"home-{seed}"), run, seed);
    }

    private Cell EqualWork(string vocabulary, string name, Cell mixture, long seed, string? choice)
    {
        var labels = data.Domains.Sum(domain => domain.Labels.Count);
        string[] texts = [.. set.Rows.Select(row => row.Input.Text)];
        return Monolith(vocabulary, TextMonolith.KeptForWork(vocabulary, texts, labels, mixture.Figures["multiplyAdds"]), name, seed, choice);
    }

    private Cell Monolith(string vocabulary, int kept, string name, long seed, string? choice)
    {
        var (expert, chosen) = TextMonolith.Train(data, vocabulary, kept, Path.Combine(run.WorkFolder, $"{name}-{seed}"), run, seed, choice);
        using (expert)
        {
            var measured = new ExpertEvaluator(null, TimeProvider.System).Monolith(name, expert, set, run.Plan.Cancellation);
            var figures = new Dictionary<string, double> { ["ngrams"] = kept };
            Add(figures, measured.Figures.Accuracy, measured.Figures.MacroF1, measured.Figures.MultiplyAdds, measured.Figures.Parameters);
            var classes = new Classes(set);
            return new Cell
            {
                Figures = figures,
                Timings = new Dictionary<string, double> { ["microseconds"] = measured.Figures.Microseconds ?? 0 },
                Notes = new Dictionary<string, string> { ["choice"] = chosen },
                Answers = new Dictionary<string, IReadOnlyList<int>> { [RowScores.Actual] = classes.Actual(set), [Answers] = classes.Of(measured.Outcomes) },
            };
        }
    }

    private static void Add(Dictionary<string, double> figures, double accuracy, double macroF1, double multiplyAdds, double parameters)
    {
        figures["accuracy"] = accuracy;
        figures["macroF1"] = macroF1;
        figures["multiplyAdds"] = multiplyAdds;
        figures["parameters"] = parameters;
    }
}
