namespace MoECollab.Text.Learning;

/// <summary>Fits over counted texts: those that are only compared, and the one that is kept.</summary>
internal sealed class MarginTrials(CountedTexts texts, int[] classes, int classCount, NGramLearning learning, LearningProgress progress, CancellationToken cancellation)
{
    public int ClassCount => classCount;

    /// <summary>The classes of some texts.</summary>
    public int[] ClassesOf(int[] chosen) => [.. chosen.Select(text => classes[text])];

    /// <summary>Some texts as a problem under a vocabulary of their own.</summary>
    public PreparedTexts Prepare(int[] fitted, NGramFeatures features)
    {
        var reading = learning with { Weighting = features.Weighting, Background = features.OwnVocabulary ? null : learning.Background };
        var vocabulary = VocabularySelection.Select(texts, fitted, reading);
        var its = ClassesOf(fitted);
        return new PreparedTexts(vocabulary, new MarginProblem(SparseRows.From(texts, fitted, vocabulary), vocabulary.Count, its, classCount, ClassWeights(its)));
    }

    /// <summary>Other texts as vectors over the same vocabulary.</summary>
    public SparseRows Vectors(int[] chosen, NGramVocabulary vocabulary) => SparseRows.From(texts, chosen, vocabulary);

    /// <summary>A fit that is only compared with others.</summary>
    public DualAscent Try(MarginProblem problem, float ratio, float strength)
    {
        var ascent = new DualAscent(Scaled(problem, ratio), strength, learning.Seed);
        progress.Begin($"trying ratio {ratio}, strength {strength}", (long)learning.TrialEpochs * problem.Rows.Count);
        Pass(ascent, learning.TrialEpochs, null);
        return ascent;
    }

    /// <summary>The sum of the chosen fits.</summary>
    public FittedMargins Fit(NGramChoice choice, int[] fitted)
    {
        var (vocabulary, problem) = Prepare(fitted, new NGramFeatures(choice.Weighting, choice.OwnVocabulary));
        var stride = VectorMath.Stride(classCount);
        var (weights, bias) = (new float[checked(problem.Columns * stride)], new float[stride]);
        for (var member = 0; member < choice.Members.Count; member++)
        {
            var ascent = Ascend(problem, choice.Members[member], member, choice.Members.Count);
            VectorMath.AddScaled(weights, ascent.Weights, choice.Members[member].Share);
            VectorMath.AddScaled(bias, ascent.Bias, choice.Members[member].Share);
        }

        return new FittedMargins(vocabulary, classCount, weights, bias, choice);
    }

    /// <summary>The same fit with the factor that makes unseen examples most likely.</summary>
    public FittedMargins Calibrated(FittedMargins fit, int[] unseen)
    {
        var logits = MarginLogits.Of(Vectors(unseen, fit.Vocabulary), fit.Weights, fit.Bias, classCount);
        return fit with { Choice = fit.Choice with { Factor = Calibration.Fit(logits, ClassesOf(unseen), classCount) } };
    }

    private DualAscent Ascend(MarginProblem problem, NGramMember member, int at, int members)
    {
        var ascent = new DualAscent(Scaled(problem, member.Ratio), member.Strength, learning.Seed);
        var checkpoint = learning.CheckpointFolder is { } folder
            ? new TrainingCheckpoint(Path.Combine(folder, $"fit-{at}-of-{members}.state"), Identity(problem, member))
            : null;
        if (checkpoint?.Restore(ascent.State) is { } epoch and >= 0)
            ascent.Resume(epoch);
        progress.Begin($"ratio {member.Ratio}, strength {member.Strength} ({at + 1} of {members})", (long)learning.Epochs * problem.Rows.Count);
        Pass(ascent, learning.Epochs, checkpoint);
        return ascent;
    }

    private void Pass(DualAscent ascent, int epochs, TrainingCheckpoint? checkpoint)
    {
        while (ascent.Epoch < epochs)
        {
            var before = (long)ascent.Epoch * ascent.Problem.Rows.Count;
            ascent.Pass(seen => progress.Report(before + seen), cancellation);
            checkpoint?.Keep(ascent.Epoch, ascent.State);
        }
    }

    private static MarginProblem Scaled(MarginProblem problem, float ratio) => ratio == 0
        ? problem
        : problem with { SquaredScales = LogCountRatios.SquaredScales(problem.Rows, problem.Columns, problem.Classes, problem.ClassCount, ratio) };

    private float[] ClassWeights(int[] its)
    {
        var counts = new int[classCount];
        foreach (var one in its)
            counts[one]++;
        return [.. counts.Select(count => MathF.Pow(its.Length / ((float)classCount * Math.Max(1, count)), learning.Balance))];
    }

    /// <summary>Names a fit by everything that its result depends on.</summary>
    private string Identity(MarginProblem problem, NGramMember member)
    {
        var sum = 0xCBF29CE484222325UL;
        void Mix(int value) => sum = (sum ^ (uint)value) * 1099511628211UL;
        foreach (var column in problem.Rows.Columns)
            Mix(column);
        foreach (var value in problem.Rows.Values)
            Mix(BitConverter.SingleToInt32Bits(value));
        foreach (var its in problem.Classes)
            Mix(its);
        return $"{learning.Scheme.Fingerprint} {problem.ClassCount} {problem.Columns} {member.Ratio:R} {member.Strength:R} {learning.Balance:R} {learning.Seed} {sum:x16}";
    }
}
