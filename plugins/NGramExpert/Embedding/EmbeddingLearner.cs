using System.Diagnostics;
using System.Runtime.InteropServices;
using MoECollab.NGramExpert.Models;
using MoECollab.Text;
using MoECollab.Text.Learning;
using MoECollab.Training;

namespace MoECollab.NGramExpert.Embedding;

/// <summary>Trains an <see cref="EmbeddingModel"/> on one thread: shuffled, the step falling to zero, its probabilities calibrated on validation examples.</summary>
internal sealed class EmbeddingLearner
{
    private const int ReportEvery = 512;

    private readonly EmbeddingLearning _learning;
    private readonly NGramVocabulary? _known;
    private readonly FlatTexts _texts;
    private readonly int[] _classes;
    private readonly EmbeddingAscent _ascent;
    private readonly int[] _kept;

    private EmbeddingLearner(IReadOnlyList<LabelledText> examples, int classes, EmbeddingLearning learning, CancellationToken cancellation)
    {
        _learning = learning;
        string[] texts = [.. examples.Select(example => example.Text)];
        _known = learning.MinimumTexts > 0 ? Known(texts, learning, cancellation) : null;
        _texts = new FlatTexts(learning.Scheme, texts, _known, cancellation);
        _classes = [.. examples.Select(example => example.Class)];
        _ascent = new EmbeddingAscent(_known?.Count ?? learning.Scheme.Buckets, classes, learning.Dimension, learning.Seed);
        _kept = new int[_texts.Longest];
    }

    public static EmbeddingModel Train(IReadOnlyList<LabelledText> examples, IReadOnlyList<LabelledText> validation, int classes, EmbeddingLearning learning, CancellationToken cancellation)
    {
        if (examples.Count == 0)
            throw new ArgumentException("There is no example to learn from.", nameof(examples));
        var learner = new EmbeddingLearner(examples, classes, learning, cancellation);
        learner.Run(cancellation);
        learner.Calibrate(validation, classes);
        return new EmbeddingModel(learning.Scheme, learner._known, learner._ascent.Embedding, learner._ascent.Head, learning.Dimension);
    }

    private static NGramVocabulary Known(string[] texts, EmbeddingLearning learning, CancellationToken cancellation) => NGramLearner.Count(
        texts,
        new NGramLearning
        {
            Scheme = learning.Scheme,
            Weighting = new NGramWeighting(1f, 1f, 1f),
            MinimumWordTexts = learning.MinimumTexts,
            MinimumCharacterTexts = learning.MinimumTexts,
        },
        cancellation);

    private void Run(CancellationToken cancellation)
    {
        var checkpoint = _learning.CheckpointFolder is { } folder ? new TrainingCheckpoint(Path.Combine(folder, "embedding.state"), Identity()) : null;
        var epoch = Math.Max(0, checkpoint?.Restore([_ascent.Embedding, _ascent.Head]) ?? 0);
        for (; epoch < _learning.Epochs; epoch++)
        {
            Pass(epoch, cancellation);
            checkpoint?.Keep(epoch + 1, [_ascent.Embedding, _ascent.Head]);
        }
    }

    /// <summary>One pass, whose order and dropped n-grams depend on the seed and its number alone.</summary>
    private void Pass(int epoch, CancellationToken cancellation)
    {
        var order = Enumerable.Range(0, _texts.Count).ToArray();
        var seed = unchecked((_learning.Seed * 1_000_003L) + epoch);
        new Random((int)(seed ^ (seed >> 32))).Shuffle(order);
        var random = new FastRandom(seed);
        var total = (double)_learning.Epochs * order.Length;
        var begun = Stopwatch.GetTimestamp();
        var loss = 0.0;
        for (var at = 0; at < order.Length; at++)
        {
            var done = ((double)epoch * order.Length) + at;
            if (at % ReportEvery == ReportEvery - 1)
            {
                cancellation.ThrowIfCancellationRequested();
                _learning.Progress?.Report(new TrainingProgress($"pass {epoch + 1} of {_learning.Epochs}", done / total, at / Stopwatch.GetElapsedTime(begun).TotalSeconds, loss / ReportEvery));
                loss = 0;
            }

            var ids = Thin(_texts[order[at]], ref random);
            if (!ids.IsEmpty)
                loss += _ascent.Step(ids, _classes[order[at]], (float)(_learning.LearningRate * (1 - (done / total))));
        }
    }

    private ReadOnlySpan<int> Thin(ReadOnlySpan<int> ids, ref FastRandom random)
    {
        if (_learning.Dropout <= 0)
            return ids;
        var kept = 0;
        foreach (var id in ids)
        {
            if (random.NextSingle() >= _learning.Dropout)
                _kept[kept++] = id;
        }

        return _kept.AsSpan(0, kept);
    }

    /// <summary>Scales the head by the factor that makes the validation examples most likely.</summary>
    private void Calibrate(IReadOnlyList<LabelledText> validation, int classes)
    {
        if (_learning.Factor is { } known)
            Scale(known);
        if (_learning.Factor is not null || validation.Count == 0)
            return;
        var texts = new FlatTexts(_learning.Scheme, [.. validation.Select(example => example.Text)], _known, CancellationToken.None);
        var logits = new float[texts.Count * classes];
        for (var text = 0; text < texts.Count; text++)
        {
            _ascent.Forward(texts[text]);
            for (var its = 0; its < classes; its++)
                logits[(text * classes) + its] = MathF.Log(MathF.Max(_ascent.Probabilities[its], 1e-30f));
        }

        int[] expected = [.. validation.Select(example => example.Class)];
        Scale(Calibration.Fit(logits, expected, classes));
    }

    private void Scale(float factor)
    {
        foreach (ref var weight in _ascent.Head.AsSpan())
            weight *= factor;
    }

    private string Identity()
    {
        var sum = 0xCBF29CE484222325UL;
        for (var text = 0; text < _texts.Count; text++)
        {
            foreach (var octet in MemoryMarshal.AsBytes(_texts[text]))
                sum = (sum ^ octet) * 1099511628211UL;
            sum = (sum ^ (uint)_classes[text]) * 1099511628211UL;
        }

        return $"{_learning.Scheme.Fingerprint} {_learning.MinimumTexts} {_learning.Dimension} {_learning.LearningRate:R} {_learning.Epochs} {_learning.Dropout:R} {_learning.Seed} {sum:x16}";
    }
}
