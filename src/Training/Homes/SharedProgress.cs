namespace MoECollab.Training.Homes;

/// <summary>One progress for trainings that run side by side: fractions weighted by their size, speeds added.</summary>
internal sealed class SharedProgress(IProgress<TrainingProgress>? progress, string stage, IReadOnlyList<int> sizes)
{
    private readonly TrainingProgress[] _parts = new TrainingProgress[sizes.Count];
    private readonly Lock _lock = new();

    /// <summary>The progress of one training.</summary>
    public IProgress<TrainingProgress> Part(int index) => new PartProgress(this, index);

    private void Report(int index, TrainingProgress value)
    {
        TrainingProgress whole;
        lock (_lock)
        {
            _parts[index] = value;
            var total = Math.Max(1.0, sizes.Sum());
            var done = _parts.Select((part, i) => part.Fraction * sizes[i]).Sum() / total;
            // A finished training has no speed any more.
            var speed = _parts.Where(part => part.Fraction < 1).Sum(part => part.ExamplesPerSecond);
            whole = new TrainingProgress(stage, done, speed);
        }

        progress?.Report(whole);
    }

    private sealed class PartProgress(SharedProgress shared, int index) : IProgress<TrainingProgress>
    {
        private double _furthest;

        // A part has stages of its own (encoding, training); the whole must not run backwards for that.
        public void Report(TrainingProgress value)
        {
            _furthest = Math.Max(_furthest, value.Fraction);
            shared.Report(index, value with { Fraction = _furthest });
        }
    }
}
