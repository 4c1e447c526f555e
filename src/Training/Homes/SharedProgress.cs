namespace MoECollab.Training.Homes;

/// <summary>One progress for trainings that run side by side: fractions weighted by their size, speeds added.</summary>
internal sealed class SharedProgress(IProgress<TrainingProgress>? progress, string stage, IReadOnlyList<(string Name, int Size)> parts)
{
    private const int MostNamed = 3;

    private readonly TrainingProgress[] _parts = new TrainingProgress[parts.Count];
    private readonly Lock _lock = new();

    /// <summary>The progress of one training.</summary>
    public IProgress<TrainingProgress> Part(int index) => new PartProgress(this, index);

    private void Report(int index, TrainingProgress value)
    {
        TrainingProgress whole;
        lock (_lock)
        {
            _parts[index] = value;
            var total = Math.Max(1.0, parts.Sum(part => part.Size));
            var done = _parts.Select((part, i) => part.Fraction * parts[i].Size).Sum() / total;
            // A finished training has no speed any more.
            var speed = _parts.Where(part => part.Fraction < 1).Sum(part => part.ExamplesPerSecond);
            whole = new TrainingProgress(stage, done, speed) { Detail = Now() };
        }

        progress?.Report(whole);
    }

    private string? Now()
    {
        string[] names = [.. parts.Where((_, i) => _parts[i].Fraction is > 0 and < 1).Select(part => part.Name)];
        return names.Length switch
        {
            0 => null,
            <= MostNamed => string.Join(", ", names),
            _ => $"{string.Join(", ", names.Take(MostNamed))} …",
        };
    }

    private sealed class PartProgress(SharedProgress shared, int index) : IProgress<TrainingProgress>
    {
        private double _furthest;

        // A part has stages of its own (encoding, training); the whole must not run backwards for that.
        public void Report(TrainingProgress value)
        {
            _furthest = Math.Max(_furthest, value.Overall ?? value.Fraction);
            shared.Report(index, value with { Fraction = _furthest });
        }
    }
}
