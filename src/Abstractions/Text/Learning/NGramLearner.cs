namespace MoECollab.Text.Learning;

/// <summary>
/// Trains an <see cref="NGramClassifier"/>: tf-idf vectors of hashed n-grams, a linear support vector machine against the rest for each
/// class, how n-grams are weighed and how strong the loss is chosen, and its probabilities calibrated, on examples that are not fitted. The
/// problem is convex, so nothing depends on where training begins; a pass over 50,000 texts and 53 classes takes a fraction of a second.
/// </summary>
public sealed class NGramLearner
{
    private const int FewestToHoldOut = 20;

    private readonly NGramLearning _learning;
    // A ratio's strength is tried two or three times, and means of two fits are most common.
    private const double TrialsOfRatio = 2.4;
    private const double MembersOfMean = 2;

    private readonly LearningProgress _progress;
    private readonly MarginTrials _trials;
    private readonly CountedTexts _texts;
    private readonly int[] _classes;
    private readonly int _examples;

    private NGramLearner(IReadOnlyList<LabelledText> examples, IReadOnlyList<LabelledText> validation, int classes, NGramLearning learning, CancellationToken cancellation)
    {
        _learning = learning;
        _progress = new LearningProgress(learning.Progress);
        _examples = examples.Count;
        _progress.Expect(Work(learning, examples.Count, validation.Count));
        LabelledText[] all = [.. examples, .. validation];
        _classes = [.. all.Select(example => example.Class)];
        var read = new CountedReadings(all, learning.Scheme, _progress, cancellation);
        // A choice that is given back says by itself how texts are read.
        _texts = read.With(learning.Choice?.LeadTokens ?? learning.Scheme.LeadTokens);
        _trials = new MarginTrials(_texts, read.With, _classes, classes, learning, _progress, cancellation);
    }

    /// <summary>Trains; equal examples and options give equal bits, however many <see cref="NGramLearning.Threads"/> there are.</summary>
    /// <param name="examples">What to fit, at least one.</param>
    /// <param name="validation">What to choose and calibrate on; where empty, a tenth of the examples is set aside for it, and fitted at last.</param>
    /// <param name="classes">C, at least 1.</param>
    /// <param name="learning">How.</param>
    /// <param name="cancellation">Stops the training; checkpoints stay valid.</param>
    /// <exception cref="ArgumentException">There is no example, a class is out of range, or an option is unusable.</exception>
    public static NGramClassifier Train(IReadOnlyList<LabelledText> examples, IReadOnlyList<LabelledText> validation, int classes, NGramLearning learning, CancellationToken cancellation) =>
        Learn(examples, validation, classes, learning, cancellation).Classifier;

    /// <summary>Trains and says what was chosen; equal examples and options give equal bits, however many <see cref="NGramLearning.Threads"/> there are.</summary>
    /// <param name="examples">What to fit, at least one.</param>
    /// <param name="validation">What to choose and calibrate on; where empty, a tenth of the examples is set aside for it, and fitted at last.</param>
    /// <param name="classes">C, at least 1.</param>
    /// <param name="learning">How.</param>
    /// <param name="cancellation">Stops the training; checkpoints stay valid.</param>
    /// <exception cref="ArgumentException">There is no example, a class is out of range, or an option is unusable.</exception>
    public static LearnedNGrams Learn(IReadOnlyList<LabelledText> examples, IReadOnlyList<LabelledText> validation, int classes, NGramLearning learning, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(validation);
        ArgumentNullException.ThrowIfNull(learning);
        LearningChecks.Check(examples, validation, classes, learning);
        if (learning.Background is { } background)
            learning = learning with { Scheme = background.Scheme, Weighting = background.Weighting, OtherWeightings = learning.TriesOwnVocabulary ? learning.OtherWeightings : [] };
        return new NGramLearner(examples, validation, classes, learning, cancellation).Learn();
    }

    /// <summary>Counts in how many texts each n-gram occurs: the vocabulary of a collection, without labels.</summary>
    /// <param name="texts">The collection; read once.</param>
    /// <param name="learning">Scheme, weighting, least frequencies and most n-grams.</param>
    /// <param name="cancellation">Stops the counting.</param>
    public static NGramVocabulary Count(IEnumerable<string> texts, NGramLearning learning, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(learning);
        var counted = new CountedTexts(learning.Scheme);
        foreach (var text in texts)
        {
            cancellation.ThrowIfCancellationRequested();
            counted.Add(text);
        }

        return VocabularySelection.Select(counted, counted.All, learning with { Background = null });
    }

    private LearnedNGrams Learn()
    {
        int[] fitted = [.. Enumerable.Range(0, _examples)];
        int[] unseen = [.. Enumerable.Range(_examples, _texts.Count - _examples)];
        if (_learning.Choice is { } chosen)
            return _trials.Fit(chosen, fitted).Learned();

        // With one candidate and validation examples there is nothing to try: the calibration below is all that they decide.
        var nothingToTry = _learning is { Strengths.Count: 1, Ratios.Count: 1, OtherBalances.Count: 0 } && NGramFeatures.Of(_learning).Count == 1 && unseen.Length > 0;
        var (choice, heldOut) = nothingToTry || (unseen.Length == 0 && _examples < FewestToHoldOut)
            ? (new NGramChoice(_learning.Weighting, [new NGramMember(_learning.Ratios[0], _learning.Strengths[_learning.Strengths.Count / 2], 1f)], 1f), null)
            : new ChoiceSearch(_trials, HeldOutPart.Of(fitted, unseen, _learning.HeldOut), _learning).Run();
        var fit = _trials.Fit(choice, fitted);
        return (unseen.Length > 0 ? _trials.Calibrated(fit, unseen) : fit).Learned() with { HeldOut = heldOut };
    }

    /// <summary>Examples that reading, trials and the last fit will pass over, about.</summary>
    private static double Work(NGramLearning learning, int examples, int validation)
    {
        if (learning.Choice is { } chosen)
            return examples + ((double)chosen.Members.Count * learning.Epochs * examples);
        int[] fitted = new int[examples];
        var trials = (learning.Ratios.Count * (TrialsOfRatio + learning.OtherBalances.Count)) + NGramFeatures.Of(learning).Count - 1;
        var rows = HeldOutPart.Of(fitted, new int[validation], learning.HeldOut).Sum(part => (double)part.Fitted.Length);
        return examples + (trials * learning.TrialEpochs * rows) + (MembersOfMean * learning.Epochs * examples);
    }
}
