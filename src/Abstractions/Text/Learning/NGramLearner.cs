namespace MoECollab.Text.Learning;

/// <summary>
/// Trains an <see cref="NGramClassifier"/>: tf-idf vectors of hashed n-grams, a linear support vector machine against the rest for each
/// class, its strength chosen and its probabilities calibrated on examples that are not fitted. The problem is convex, so nothing depends
/// on where training begins; a pass over 50,000 texts and 53 classes takes a fraction of a second.
/// </summary>
public sealed class NGramLearner
{
    // Without validation examples every tenth example takes their place, and the chosen strength is fitted to all at the end.
    private const int HeldOutEvery = 10;
    private const int FewestToHoldOut = 20;

    private readonly NGramLearning _learning;
    private readonly int _classes;
    private readonly CancellationToken _cancellation;
    private readonly LearningProgress _progress;

    private NGramLearner(NGramLearning learning, int classes, CancellationToken cancellation)
    {
        _learning = learning;
        _classes = classes;
        _cancellation = cancellation;
        _progress = new LearningProgress(learning.Progress);
    }

    /// <summary>Trains on one thread; equal examples and options give equal bits.</summary>
    /// <param name="examples">What to fit, at least one.</param>
    /// <param name="validation">What to choose and calibrate on; where empty, a tenth of the examples is set aside for it.</param>
    /// <param name="classes">C, at least 1.</param>
    /// <param name="learning">How.</param>
    /// <param name="cancellation">Stops the training; checkpoints stay valid.</param>
    /// <exception cref="ArgumentException">There is no example, a class is out of range, or an option is unusable.</exception>
    public static NGramClassifier Train(IReadOnlyList<LabelledText> examples, IReadOnlyList<LabelledText> validation, int classes, NGramLearning learning, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(validation);
        ArgumentNullException.ThrowIfNull(learning);
        Check(examples, validation, classes, learning);
        if (learning.Background is { } background)
            learning = learning with { Scheme = background.Scheme, Weighting = background.Weighting };
        var learner = new NGramLearner(learning, classes, cancellation);
        if (validation.Count > 0)
            return learner.Choose(examples, validation).Classifier();
        if (examples.Count < FewestToHoldOut)
            return learner.Fit(examples, learning.Strengths[learning.Strengths.Count / 2], 1f).Classifier();

        var best = learner.Choose([.. examples.Where((_, at) => at % HeldOutEvery != 0)], [.. examples.Where((_, at) => at % HeldOutEvery == 0)]);
        return learner.Fit(examples, best.Strength, best.Factor).Classifier();
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

        return VocabularySelection.Select(counted, learning with { Background = null });
    }

    /// <summary>Tries every strength, keeps the one with the best mean of accuracy and macro-F1 on the validation examples, and calibrates it.</summary>
    private FittedMargins Choose(IReadOnlyList<LabelledText> examples, IReadOnlyList<LabelledText> validation)
    {
        var (vocabulary, problem) = Prepare(examples);
        var unseen = SparseRows.From(Read(validation, "reading validation texts"), vocabulary);
        int[] expected = [.. validation.Select(example => example.Class)];
        FittedMargins? best = null;
        var bestScore = double.NegativeInfinity;
        for (var at = 0; at < _learning.Strengths.Count; at++)
        {
            var ascent = Ascend(problem, _learning.Strengths[at], at, _learning.Strengths.Count);
            var logits = Logits(ascent, unseen);
            var score = ValidationScore.Of(logits, expected, _classes);
            if (score <= bestScore)
                continue;
            bestScore = score;
            best = new FittedMargins(vocabulary, _classes, ascent, _learning.Strengths[at], Calibration.Fit(logits, expected, _classes));
        }

        return best!;
    }

    private FittedMargins Fit(IReadOnlyList<LabelledText> examples, float strength, float factor)
    {
        var (vocabulary, problem) = Prepare(examples);
        return new FittedMargins(vocabulary, _classes, Ascend(problem, strength, 0, 1), strength, factor);
    }

    private (NGramVocabulary Vocabulary, MarginProblem Problem) Prepare(IReadOnlyList<LabelledText> examples)
    {
        var texts = Read(examples, "reading texts");
        var vocabulary = VocabularySelection.Select(texts, _learning);
        int[] classes = [.. examples.Select(example => example.Class)];
        return (vocabulary, new MarginProblem(SparseRows.From(texts, vocabulary), vocabulary.Count, classes, _classes, ClassWeights(classes)));
    }

    private CountedTexts Read(IReadOnlyList<LabelledText> examples, string stage)
    {
        var texts = new CountedTexts(_learning.Scheme);
        _progress.Begin(stage, examples.Count);
        foreach (var example in examples)
        {
            _cancellation.ThrowIfCancellationRequested();
            texts.Add(example.Text);
            _progress.Report(texts.Count);
        }

        return texts;
    }

    private float[] ClassWeights(int[] classes)
    {
        var counts = new int[_classes];
        foreach (var its in classes)
            counts[its]++;
        return [.. counts.Select(count => MathF.Pow(classes.Length / ((float)_classes * Math.Max(1, count)), _learning.Balance))];
    }

    private DualAscent Ascend(MarginProblem problem, float strength, int attempt, int attempts)
    {
        var ascent = new DualAscent(problem, strength, _learning.Seed);
        var checkpoint = _learning.CheckpointFolder is { } folder
            ? new TrainingCheckpoint(Path.Combine(folder, $"strength-{attempt}-of-{attempts}.state"), Identity(problem, strength))
            : null;
        if (checkpoint?.Restore(ascent.State) is { } epoch and >= 0)
            ascent.Resume(epoch);
        _progress.Begin($"strength {strength} ({attempt + 1} of {attempts})", _learning.Epochs * problem.Rows.Count);
        while (ascent.Epoch < _learning.Epochs)
        {
            var before = ascent.Epoch * problem.Rows.Count;
            ascent.Pass(seen => _progress.Report(before + seen), _cancellation);
            checkpoint?.Keep(ascent.Epoch, ascent.State);
        }

        return ascent;
    }

    /// <summary>Names a fit by everything that its result depends on.</summary>
    private string Identity(MarginProblem problem, float strength)
    {
        var sum = 0xCBF29CE484222325UL;
        void Mix(int value) => sum = (sum ^ (uint)value) * 1099511628211UL;
        foreach (var column in problem.Rows.Columns)
            Mix(column);
        foreach (var value in problem.Rows.Values)
            Mix(BitConverter.SingleToInt32Bits(value));
        foreach (var its in problem.Classes)
            Mix(its);
        return $"{_learning.Scheme.Fingerprint} {problem.ClassCount} {problem.Columns} {strength:R} {_learning.Balance:R} {_learning.Seed} {sum:x16}";
    }

    private static float[] Logits(DualAscent ascent, SparseRows rows)
    {
        var classes = ascent.Problem.ClassCount;
        var logits = new float[rows.Count * classes];
        var scores = new float[ascent.Bias.Length];
        for (var row = 0; row < rows.Count; row++)
        {
            ascent.Score(rows.ColumnsOf(row), rows.ValuesOf(row), scores);
            scores.AsSpan(0, classes).CopyTo(logits.AsSpan(row * classes));
        }

        return logits;
    }

    private static void Check(IReadOnlyList<LabelledText> examples, IReadOnlyList<LabelledText> validation, int classes, NGramLearning learning)
    {
        if (examples.Count == 0)
            throw new ArgumentException("There is no example to learn from.", nameof(examples));
        foreach (var example in examples.Concat(validation))
        {
            if (example.Class < 0 || example.Class >= classes)
                throw new ArgumentException($"An example has class {example.Class}; expected 0 to {classes - 1}.", nameof(examples));
        }

        if (learning.Strengths.Count == 0 || learning.Strengths.Any(strength => !(strength > 0) || !float.IsFinite(strength)))
            throw new ArgumentException("Strengths must hold at least one finite number above 0.", nameof(learning));
        if (learning.Epochs < 1)
            throw new ArgumentException($"Epochs is {learning.Epochs}; expected at least 1.", nameof(learning));
        if (learning.Scheme.Buckets > 1 << 26)
            throw new ArgumentException($"The scheme has {learning.Scheme.Buckets} buckets; learning counts in all of them and takes at most 2^26.", nameof(learning));
    }
}
