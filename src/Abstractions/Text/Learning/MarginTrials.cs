namespace MoECollab.Text.Learning;

/// <summary>Fits over counted texts: those that are only compared, and the one that is kept.</summary>
/// <param name="texts">The texts, counted as the learning says.</param>
/// <param name="otherwise">Counts the same texts with another number of leading tokens.</param>
/// <param name="classes">Their classes.</param>
/// <param name="classCount">C.</param>
/// <param name="learning">How.</param>
/// <param name="progress">Told of every fit.</param>
/// <param name="cancellation">Stops it.</param>
internal sealed class MarginTrials(CountedTexts texts, Func<int, CountedTexts> otherwise, int[] classes, int classCount, NGramLearning learning, LearningProgress progress, CancellationToken cancellation)
{
    private const double MostEven = 1.2;

    public int ClassCount => classCount;

    /// <summary>The classes of some texts.</summary>
    public int[] ClassesOf(int[] chosen) => [.. chosen.Select(text => classes[text])];

    /// <summary>Whether balancing would change nothing worth a trial: the largest class has hardly more of these examples than the smallest.</summary>
    public bool IsEven(int[] fitted) => Counts(ClassesOf(fitted)).Where(count => count > 0).ToArray() is { Length: > 0 } counts && counts.Max() < MostEven * counts.Min();

    /// <summary>Some texts as a problem under a vocabulary of their own.</summary>
    public PreparedTexts Prepare(int[] fitted, NGramFeatures features)
    {
        var counted = Counted(features.LeadTokens);
        var reading = learning with { Weighting = features.Weighting, Background = features.OwnVocabulary ? null : learning.Background };
        var vocabulary = VocabularySelection.Select(counted, fitted, reading);
        var its = ClassesOf(fitted);
        return new PreparedTexts(vocabulary, new MarginProblem(SparseRows.From(counted, fitted, vocabulary), vocabulary.Count, its, classCount, ClassWeights(its, learning.Balance)));
    }

    /// <summary>Other texts as vectors over the same vocabulary.</summary>
    public SparseRows Vectors(int[] chosen, NGramVocabulary vocabulary) => SparseRows.From(Counted(vocabulary.Scheme.LeadTokens), chosen, vocabulary);

    /// <summary>A fit that is only compared with others.</summary>
    public DualAscent Try(MarginProblem problem, NGramMember member)
    {
        var ascent = new DualAscent(Made(problem, member), member.Strength, learning.Seed);
        progress.Begin($"trying ratio {member.Ratio}, strength {member.Strength}", (long)learning.TrialEpochs * problem.Rows.Count);
        Pass(ascent, learning.TrialEpochs, null);
        return ascent;
    }

    /// <summary>The sum of the chosen fits.</summary>
    public FittedMargins Fit(NGramChoice choice, int[] fitted)
    {
        var (vocabulary, problem) = Prepare(fitted, new NGramFeatures(choice.Weighting, choice.OwnVocabulary, choice.LeadTokens));
        var stride = VectorMath.Stride(classCount);
        var (weights, bias) = (new float[checked(problem.Columns * stride)], new float[stride]);
        var members = Enumerable.Range(0, choice.Members.Count).ToArray();
        var ascents = SeveralAtOnce.Each(members, learning.Threads, member => Ascend(problem, choice.Members[member], member, members.Length));
        foreach (var (member, ascent) in ascents.Index())
        {
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
        var ascent = new DualAscent(Made(problem, member), member.Strength, learning.Seed);
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

    private CountedTexts Counted(int? leadTokens) => leadTokens is { } lead && lead != texts.Scheme.LeadTokens ? otherwise(lead) : texts;

    private MarginProblem Made(MarginProblem problem, NGramMember member)
    {
        var made = member.Balance is { } balance ? problem with { ClassWeights = ClassWeights(problem.Classes, balance) } : problem;
        return member.Ratio == 0
            ? made
            : made with { SquaredScales = LogCountRatios.SquaredScales(problem.Rows, problem.Columns, problem.Classes, problem.ClassCount, member.Ratio) };
    }

    private float[] ClassWeights(int[] its, float balance) =>
        [.. Counts(its).Select(count => MathF.Pow(its.Length / ((float)classCount * Math.Max(1, count)), balance))];

    private int[] Counts(int[] its)
    {
        var counts = new int[classCount];
        foreach (var one in its)
            counts[one]++;
        return counts;
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
        return $"{learning.Scheme.Fingerprint} {problem.ClassCount} {problem.Columns} {member.Ratio:R} {member.Strength:R} {member.Balance ?? learning.Balance:R} {learning.Seed} {sum:x16}";
    }
}
