using MoECollab.Inputs;
using MoECollab.Text;

namespace MoECollab.Gating.Scoring.NGram;

/// <summary>The mixture's loss on validation examples as a function of the scale of the specialists' logits and of the generalists' constants.</summary>
internal sealed class MixtureLoss
{
    private const int Rounds = 6;
    private const float LeastLikelihood = 1e-6f;

    private readonly int[] _specialists;
    private readonly int[] _generalists;
    private readonly int _experts;
    private readonly float[] _logits;        // [n, specialists]
    private readonly float[] _likelihoods;   // [n, experts]
    private readonly float[] _constants;     // [experts], 0 for specialists

    public MixtureLoss(NGramClassifier classifier, int[] specialists, int experts, IReadOnlyList<LabelledInput> examples, ReadOnlySpan<float> likelihoods)
    {
        _specialists = specialists;
        _generalists = [.. Enumerable.Range(0, experts).Except(specialists)];
        _experts = experts;
        _likelihoods = likelihoods.ToArray();
        _constants = new float[experts];
        _logits = new float[examples.Count * specialists.Length];
        for (var row = 0; row < examples.Count; row++)
            classifier.Score(examples[row].Input.Text, _logits.AsSpan(row * specialists.Length, specialists.Length));
    }

    /// <summary>By what the specialists' logits are multiplied.</summary>
    public float Scale { get; private set; } = 1f;

    /// <summary>One per expert; of meaning for generalists.</summary>
    public IReadOnlyList<float> Constants => _constants;

    /// <summary>Coordinate after coordinate, golden section on each; few coordinates, a smooth loss, no step size.</summary>
    public void Fit()
    {
        if (_logits.Length == 0)
            return;
        for (var round = 0; round < (_generalists.Length == 0 ? 1 : Rounds); round++)
        {
            Scale = MathF.Exp(Minimum(MathF.Log(0.05f), MathF.Log(20f), value => Scale = MathF.Exp(value)));
            foreach (var general in _generalists)
                _constants[general] = Minimum(-10f, 10f, value => _constants[general] = value);
        }
    }

    private float Minimum(float low, float high, Action<float> set)
    {
        var golden = (MathF.Sqrt(5f) - 1f) / 2f;
        double At(float value)
        {
            set(value);
            return Mean();
        }

        var (left, right) = (high - (golden * (high - low)), low + (golden * (high - low)));
        var (leftLoss, rightLoss) = (At(left), At(right));
        while (high - low > 1e-2f)
        {
            if (leftLoss <= rightLoss)
            {
                (high, right, rightLoss) = (right, left, leftLoss);
                left = high - (golden * (high - low));
                leftLoss = At(left);
            }
            else
            {
                (low, left, leftLoss) = (left, right, rightLoss);
                right = low + (golden * (high - low));
                rightLoss = At(right);
            }
        }

        return (low + high) / 2f;
    }

    /// <summary>Mean of −ln Σ_i g_i p_i(y|x), in nats.</summary>
    private double Mean()
    {
        var rows = _logits.Length / _specialists.Length;
        var scores = new double[_experts];
        var sum = 0.0;
        for (var row = 0; row < rows; row++)
        {
            foreach (var general in _generalists)
                scores[general] = _constants[general];
            for (var column = 0; column < _specialists.Length; column++)
                scores[_specialists[column]] = Scale * _logits[(row * _specialists.Length) + column];
            var largest = scores.Max();
            var (mass, likely) = (0.0, 0.0);
            for (var expert = 0; expert < _experts; expert++)
            {
                var weight = Math.Exp(scores[expert] - largest);
                mass += weight;
                likely += weight * _likelihoods[(row * _experts) + expert];
            }

            sum -= Math.Log(Math.Max(likely / mass, LeastLikelihood));
        }

        return sum / rows;
    }
}
