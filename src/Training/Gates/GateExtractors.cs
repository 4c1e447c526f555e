using MoECollab.Errors;
using MoECollab.Gating;
using MoECollab.Gating.Composing;

namespace MoECollab.Training.Gates;

/// <summary>The feature extractors that a gate is trained with.</summary>
internal sealed class GateExtractors : IDisposable
{
    private readonly List<IFeatureExtractor> _made = [];

    /// <summary>Makes extractors by the names of their packages' components.</summary>
    /// <exception cref="MoECollabException">One is not installed, or the scorer trains itself and would not be given them.</exception>
    public GateExtractors(IReadOnlyList<string> names, string scorer, PooledTraining run)
    {
        if (names.Count > 0 && run.Components.Find<IScorer>(scorer) is ISelfTrainingScorerFactory)
            throw new MoECollabException("bad-option", $"features is '{string.Join(",", names)}', and the scorer '{scorer}' trains itself, on features of its own. Leave the option out, or use a scorer that is fitted by gradients.");
        try
        {
            foreach (var name in names)
                _made.Add(run.Components.Find<IFeatureExtractor>(name).Create(GateContexts.Of(run, [], new Dictionary<string, string>(), NoFiles.Instance)));
        }
        catch
        {
            Dispose();
            throw;
        }

        Files = [.. names.Zip(_made, (name, made) => new GateFeature(new GateComponent(name), made.Fingerprint))];
    }

    public IReadOnlyList<IFeatureExtractor> All => _made;

    /// <summary>As the gate's file names them.</summary>
    public IReadOnlyList<GateFeature> Files { get; } = [];

    public void Dispose() => _made.ForEach(extractor => extractor.Dispose());
}
