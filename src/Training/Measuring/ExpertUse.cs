using MoECollab.Gating;
using MoECollab.Mixture.Answering;

namespace MoECollab.Training.Measuring;

/// <summary>How a gate spread some rows over its experts.</summary>
internal sealed class ExpertUse
{
    public ExpertUse(ExpertSnapshot snapshot, IReadOnlyList<MixtureAnswer?> answers)
    {
        MeanProbabilities = new double[snapshot.Experts.Count];
        var load = snapshot.Experts.ToDictionary(expert => expert.Id, _ => 0.0, StringComparer.Ordinal);
        var entropies = new List<double>();
        foreach (var answer in answers.OfType<MixtureAnswer>())
        {
            entropies.Add(answer.Entropy);
            AddProbabilities(answer.Decision.Scores.Span);
            foreach (var expert in answer.Experts) load[expert.Id] += expert.Weight;
        }

        var rows = Math.Max(1, entropies.Count);
        for (var i = 0; i < MeanProbabilities.Length; i++) MeanProbabilities[i] /= rows;
        Entropies = [.. entropies];
        Load = load.ToDictionary(pair => pair.Key, pair => pair.Value / rows, StringComparer.Ordinal);
    }

    /// <summary>ḡ: the mean of softmax(scores), by position.</summary>
    public double[] MeanProbabilities { get; }

    /// <summary>Entropy of each row's softmax(scores), in nats.</summary>
    public double[] Entropies { get; }

    /// <summary>Mean weight in the answers, by id.</summary>
    public IReadOnlyDictionary<string, double> Load { get; }

    private void AddProbabilities(ReadOnlySpan<float> scores)
    {
        // A gate that is no composed one may keep its scores to itself.
        if (scores.Length != MeanProbabilities.Length) return;
        var largest = float.NegativeInfinity;
        foreach (var score in scores) largest = Math.Max(largest, score);
        if (float.IsNegativeInfinity(largest)) return;
        var mass = 0.0;
        foreach (var score in scores) mass += Math.Exp(score - largest);
        for (var i = 0; i < scores.Length; i++) MeanProbabilities[i] += Math.Exp(scores[i] - largest) / mass;
    }
}
