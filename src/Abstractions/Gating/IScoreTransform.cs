namespace MoECollab.Gating;

/// <summary>Scores → scores: cost, balance bias, steering, session, noise, temperature; the health mask comes last. Calls may overlap.</summary>
public interface IScoreTransform
{
    /// <summary>Names the transform in a decision's reasons.</summary>
    string Name { get; }

    /// <summary>Changes the scores of one input in place.</summary>
    /// <param name="row">The input and the experts.</param>
    /// <param name="scores">Logits [N]; −∞ masks an expert.</param>
    void Apply(RoutingRow row, Span<float> scores);
}
