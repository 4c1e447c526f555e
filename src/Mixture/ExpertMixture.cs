using MoECollab.Encoders;
using MoECollab.Errors;
using MoECollab.Gating;
using MoECollab.Inputs;
using MoECollab.Mixture.Answering;
using MoECollab.Mixture.Explaining;
using MoECollab.Mixture.Mixing;

namespace MoECollab.Mixture;

/// <summary>
/// Encoder, gate, experts and the rule that combines their outputs: encode → gate → dispatch → experts → integrate. Immutable over one set of
/// experts; a changed set is a new mixture, which is cheap. Only what is needed is computed: selected experts run, and the encoder runs only for
/// inputs whose gate or experts read its hidden vectors. Calls may overlap. Whoever made encoder, gate and experts disposes them, after the last call; disposing
/// the mixture frees only what it laid on a device of them, and does nothing where that is the CPU.
/// </summary>
public sealed class ExpertMixture : IDisposable
{
    private readonly MixtureParts _parts;
    private readonly BatchPath _batch;
    private readonly SingleInputPath? _single;

    /// <summary>Puts a mixture together.</summary>
    /// <param name="encoder">The shared encoder; null where neither gate nor experts read hidden vectors.</param>
    /// <param name="gate">Decides.</param>
    /// <param name="experts">Experts with distinct ids, in any order.</param>
    /// <param name="options">Device, calibration, fallback, integrators.</param>
    /// <exception cref="ArgumentException">Two experts have one id.</exception>
    /// <exception cref="MoECollabException">The parts do not fit: <c>encoder-missing</c>, <c>vector-dimensions</c>, <c>integrator-missing</c>, <c>mixture-invalid</c>.</exception>
    public ExpertMixture(IEncoder? encoder, IGate gate, IReadOnlyList<MixtureExpert> experts, MixtureOptions options)
    {
        _parts = new MixtureParts(encoder, gate, experts, options);
        var deciding = new Deciding(_parts);
        var builder = new AnswerBuilder(_parts);
        _batch = new BatchPath(_parts, deciding, builder);
        _single = SingleInputPath.Serves(_parts) ? new SingleInputPath(_parts, deciding, builder) : null;
    }

    /// <summary>The experts, as gates see them.</summary>
    public ExpertSnapshot Snapshot => _parts.Snapshot;

    /// <summary>The union of the experts' labels, ordinally ascending.</summary>
    public IReadOnlyList<string> Labels => _parts.Union.Labels;

    /// <summary>Bytes that it holds on its device now besides what encoder, gate and experts hold: their copies side by side, with the zeros between them. 0 on a CPU, and before the first batch.</summary>
    public long DeviceBytes => _batch.DeviceBytes;

    /// <summary>Why a device last left a batch to the ordinary path, told to <see cref="MixtureOptions.Logger"/> the first time; null where it never did.</summary>
    public string? DeviceFault => _batch.DeviceFault;

    /// <summary>Whether everything works in host memory, one input and many, unless routing is drawn at random.</summary>
    public bool NeedsNoTensor => _batch.NeedsNoTensor && _single is { NeedsNoTensor: true };

    /// <summary>Answers a batch.</summary>
    /// <param name="inputs">B inputs.</param>
    /// <param name="request">What is asked besides.</param>
    /// <returns>B answers.</returns>
    /// <exception cref="AllExpertsFailedException">For some input every chosen expert failed; <see cref="TryAnswer"/> gives the other inputs their answers.</exception>
    /// <exception cref="OperationCanceledException">The request's token, or a component other than an expert, cancelled.</exception>
    public IReadOnlyList<MixtureAnswer> Answer(IReadOnlyList<RawInput> inputs, MixtureRequest request) =>
        [.. TryAnswer(inputs, request).Select(outcome => outcome.Get())];

    /// <summary>Answers one input.</summary>
    /// <param name="input">The input.</param>
    /// <param name="request">What is asked besides.</param>
    /// <exception cref="AllExpertsFailedException">Every chosen expert failed.</exception>
    /// <exception cref="OperationCanceledException">The request's token, or a component other than an expert, cancelled.</exception>
    public MixtureAnswer Answer(RawInput input, MixtureRequest request) =>
        _single is null ? _batch.Answer([input], request)[0].Get() : _single.Answer([input], request).Get();

    /// <summary>Answers a batch; an input whose experts all failed gets its fault, the others their answers.</summary>
    /// <param name="inputs">B inputs.</param>
    /// <param name="request">What is asked besides.</param>
    /// <returns>B outcomes.</returns>
    /// <exception cref="OperationCanceledException">The request's token, or a component other than an expert, cancelled.</exception>
    public IReadOnlyList<MixtureOutcome> TryAnswer(IReadOnlyList<RawInput> inputs, MixtureRequest request)
    {
        if (inputs.Count == 0)
            return [];
        return _single is not null && inputs.Count == 1 ? [_single.Answer(inputs, request)] : _batch.Answer(inputs, request);
    }

    /// <summary>Decides without executing anything but encoder and gate.</summary>
    /// <param name="inputs">B inputs, at least one.</param>
    /// <param name="request">What is asked besides.</param>
    /// <returns>B decisions.</returns>
    public IReadOnlyList<Decision> Route(IReadOnlyList<RawInput> inputs, MixtureRequest request) => _batch.Route(inputs, request);

    /// <summary>Answers one input and says why that way.</summary>
    /// <param name="input">The input.</param>
    /// <param name="request">What is asked besides.</param>
    /// <exception cref="AllExpertsFailedException">Every chosen expert failed.</exception>
    public RouteExplanation Explain(RawInput input, MixtureRequest request) =>
        RouteExplanation.Of(Answer(input, request with { CountWork = true }), Snapshot);

    /// <inheritdoc/>
    public void Dispose() => _batch.Dispose();
}
