using Microsoft.Extensions.Logging;
using MoECollab.Encoders;
using MoECollab.Errors;
using MoECollab.Inputs;
using MoECollab.Packages;
using static TorchSharp.torch;

namespace MoECollab.Gating.Composing;

/// <summary>Builds gates from their files and the components that are installed.</summary>
/// <param name="registry">The components.</param>
/// <param name="logger">The host's log, handed on to components.</param>
public sealed class GateBuilder(GatingRegistry registry, ILogger logger)
{
    /// <summary>Builds a trained gate from its package.</summary>
    /// <param name="files">The gate's package: <c>moe/gate.json</c> and weights.</param>
    /// <param name="encoder">The shared encoder.</param>
    /// <param name="device">Where parameters go.</param>
    /// <param name="options">What failures lead to.</param>
    /// <returns>The gate, owned by the caller.</returns>
    /// <exception cref="MoECollabException">The file is invalid (<c>gate-invalid</c>), a component is not installed (<c>gating-unknown</c>) or misused (<c>gating-options</c>), or the gate was trained on another encoder (<c>encoder-mismatch</c>) or another feature extractor (<c>feature-mismatch</c>).</exception>
    public ComposedGate Build(IPackageFiles files, EncoderDescription encoder, Device device, GateOptions options) =>
        Build(GateFile.Read(files), files, new GateSurroundings(encoder, device, options));

    /// <summary>Builds a gate from its composition.</summary>
    /// <param name="gate">The composition.</param>
    /// <param name="files">Where the scorer's weights are; a trained scorer that finds none starts with random ones.</param>
    /// <param name="surroundings">Encoder, device, failure rules.</param>
    /// <returns>The gate, owned by the caller.</returns>
    /// <exception cref="MoECollabException">As for the other form.</exception>
    public ComposedGate Build(GateFile gate, IPackageFiles files, GateSurroundings surroundings)
    {
        var selector = Make<ISelector>(gate, gate.Selector, files, surroundings);
        var guard = gate.Guard is null ? null : Make<IGuard>(gate, gate.Guard, files, surroundings);
        IScoreTransform[] transforms = [.. gate.Transforms.Select(transform => Make<IScoreTransform>(gate, transform, files, surroundings))];
        var scorer = Make<IScorer>(gate, gate.Scorer, files, surroundings);
        if (scorer.Needs.HasFlag(InputNeeds.Hidden) && gate.Encoder.Length > 0 && gate.Encoder != surroundings.Encoder.Fingerprint)
        {
            scorer.Dispose();
            throw new MoECollabException(
                "encoder-mismatch",
                $"The gate {gate.Id}@{gate.Version} was trained on the encoder {gate.Encoder}; the mixture's is {surroundings.Encoder.Fingerprint} ({surroundings.Encoder.Id}@{surroundings.Encoder.Version}). Retrain the gate, or use its encoder.");
        }

        try
        {
            var features = MakeFeatures(gate, files, surroundings);
            return new ComposedGate(gate.Id, gate.Version, new GateParts(scorer, selector) { Features = features, Transforms = transforms, Guard = guard }, surroundings.Options);
        }
        catch
        {
            scorer.Dispose();
            throw;
        }
    }

    private List<IFeatureExtractor> MakeFeatures(GateFile gate, IPackageFiles files, GateSurroundings surroundings)
    {
        var made = new List<IFeatureExtractor>();
        try
        {
            foreach (var (component, fingerprint) in gate.Features)
            {
                var extractor = Make<IFeatureExtractor>(gate, component, files, surroundings);
                made.Add(extractor);
                if (fingerprint.Length > 0 && fingerprint != extractor.Fingerprint)
                {
                    throw new MoECollabException(
                        "feature-mismatch",
                        $"The gate {gate.Id}@{gate.Version} was trained on features of '{component.Kind}' with fingerprint {fingerprint}; the installed one has {extractor.Fingerprint}. Retrain the gate, or install the extractor that it was trained on.");
                }
            }
        }
        catch
        {
            made.ForEach(extractor => extractor.Dispose());
            throw;
        }

        return made;
    }

    /// <summary>Makes one component, such as the scorer that a trainer fits.</summary>
    /// <typeparam name="T">The role.</typeparam>
    /// <param name="gate">The gate it is part of.</param>
    /// <param name="component">The component.</param>
    /// <param name="files">Where its weights are, if it has any.</param>
    /// <param name="surroundings">Encoder, device.</param>
    /// <returns>The component, owned by the caller.</returns>
    /// <exception cref="MoECollabException">It is not installed (<c>gating-unknown</c>) or misused (<c>gating-options</c>).</exception>
    public T Make<T>(GateFile gate, GateComponent component, IPackageFiles files, GateSurroundings surroundings) => registry.Find<T>(component.Kind).Create(new GatingContext
    {
        Device = surroundings.Device,
        Encoder = surroundings.Encoder,
        Files = files,
        TrainedFor = gate.TrainedFor,
        Options = component.Options,
        Logger = logger,
    });
}
