using MoECollab.Gating.Options;
using MoECollab.Gating.Scoring.Cold;

namespace MoECollab.Gating.Scoring.Prototype;

/// <summary><c>prototype</c>. Options: <c>similarity</c> cosine (default) or dot; <c>scale</c>, logits per unit of similarity, 0.001 to 1000, default 10.</summary>
internal sealed class PrototypeScorerFactory : IGatingFactory<IScorer>
{
    public IScorer Create(GatingContext context)
    {
        var options = new ComponentOptions("prototype", context.Options);
        var similarity = options.OneOf("similarity", "cosine", "cosine", "dot") == "dot" ? KeySimilarity.Dot : KeySimilarity.Cosine;
        var scale = options.Number("scale", ColdCalibration.DefaultSlope, 0.001f, 1000f);
        options.Done();
        return new PrototypeScorer(context.Encoder.HiddenSize, similarity, scale);
    }
}
