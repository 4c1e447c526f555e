using MoECollab.Experts;
using MoECollab.Gating.FallingBack;
using MoECollab.Gating.OnDevice;
using MoECollab.Gating.Scoring;
using MoECollab.Inputs;
using static TorchSharp.torch;

namespace MoECollab.Gating.Composing;

/// <summary>
/// A gate made of components: features → scorer → transforms → health mask → guard → selector. A feature extractor, scorer, transform or selector that fails (throws, scores
/// NaN, picks what it must not) sends the input to the mixture's declared fallback, with kind Fallback and the reason; a guard that fails counts as
/// <see cref="GateOptions.WhenGuardFails"/>. Calls may overlap.
/// </summary>
public sealed class ComposedGate : IGate
{
    private readonly GateParts _parts;
    private readonly GateOptions _options;
    private readonly FallbackRoute _fallback;
    private readonly RowRouter _router;

    /// <summary>Composes a gate.</summary>
    /// <param name="id">The gate's id.</param>
    /// <param name="version">SemVer.</param>
    /// <param name="parts">The components; scorer and feature extractors are owned by the gate from now on.</param>
    /// <param name="options">What failures lead to.</param>
    public ComposedGate(string id, string version, GateParts parts, GateOptions options)
    {
        Id = id;
        Version = version;
        _parts = parts;
        _options = options;
        _fallback = new FallbackRoute(options.Fallback);
        _router = new RowRouter(parts, options, _fallback, (id, version));
    }

    /// <inheritdoc/>
    public string Id { get; }

    /// <inheritdoc/>
    public string Version { get; }

    /// <inheritdoc/>
    public InputNeeds Needs => _parts.Features.Aggregate(_parts.Scorer.Needs, (needs, extractor) => needs | extractor.Needs);

    /// <summary>The scorer; owned by the gate.</summary>
    public IScorer Scorer => _parts.Scorer;

    /// <summary>What failures lead to.</summary>
    public GateOptions Options => _options;

    /// <summary>Whether one input can be decided in host memory, without tensors: <see cref="DecideDirectly"/>.</summary>
    public bool IsDirect => _parts.Scorer is IDirectScorer && _parts.Features.Count == 0;

    /// <summary>Whether a batch can be decided in host memory, without tensors: a built-in scorer, and no part from elsewhere that might look at the request's tensors.</summary>
    public bool DecidesRows => _parts.Scorer is IRowsScorer && _parts.Features.Count == 0 && _parts.Transforms.All(IsBuiltIn) && IsBuiltIn(_parts.Selector) && (_parts.Guard is null || IsBuiltIn(_parts.Guard));

    /// <summary>What it reads of an input when it meets these experts: cold ones that shipped routing keys are scored by the hidden vector, whatever the scorer itself reads.</summary>
    /// <param name="experts">The experts of a call.</param>
    public InputNeeds NeedsFor(ExpertSnapshot experts)
    {
        if (Scorer.TrainedFor.Count == 0)
            return Needs;
        var trained = Scorer.TrainedFor.ToHashSet(StringComparer.Ordinal);
        return experts.Experts.Any(expert => expert.RoutingKeys.Count > 0 && !trained.Contains(expert.Id)) ? Needs | InputNeeds.Hidden : Needs;
    }

    /// <summary>Multiply-adds that deciding takes for this input.</summary>
    /// <param name="input">The input.</param>
    /// <param name="experts">The experts of the call.</param>
    public long MultiplyAdds(RawInput input, ExpertSnapshot experts) =>
        Scorer.MultiplyAdds(input, experts) + _parts.Features.OfType<ICountsWork>().Sum(extractor => extractor.MultiplyAdds(input));

    /// <inheritdoc/>
    /// <remarks>A decision of kind Fallback without experts says that the fallback wants a hidden vector that the request lacks; <see cref="FallbackRoute"/> decides it once there is one.</remarks>
    public IReadOnlyList<Decision> Decide(RoutingRequest request)
    {
        if (_parts.Features.Count == 0)
            return DecideOn(request);
        using var scope = NewDisposeScope();
        try
        {
            request = request with { Features = GateFeatures.Extract(_parts.Features, request.Inputs, request.Hidden) };
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return FallBackAll(request, $"a feature extractor threw {fault.GetType().Name}: {fault.Message}");
        }

        return DecideOn(request);
    }

    /// <summary>Decides for a request of one input in host memory; equal to <see cref="Decide"/> within 1e-5 of the scores.</summary>
    /// <param name="request">One input; its <see cref="RoutingRequest.Hidden"/> is not looked at.</param>
    /// <param name="hidden">The hidden vector [d]; empty where the gate does not need it.</param>
    /// <exception cref="InvalidOperationException">The gate is not direct (<see cref="IsDirect"/>).</exception>
    public Decision DecideDirectly(RoutingRequest request, ReadOnlySpan<float> hidden)
    {
        if (_parts.Scorer is not IDirectScorer scorer)
            throw new InvalidOperationException($"The scorer of the gate '{Id}' works on tensors only; ask Decide.");

        var scores = new float[request.Experts.Experts.Count];
        IReadOnlyList<int> cold;
        try
        {
            cold = scorer.Score(request.Inputs[0].Text, hidden, request.Experts, scores);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return Stamp(_router.FallBack(new RoutingRow(request, 0), hidden, [$"the scorer threw {fault.GetType().Name}: {fault.Message}"]), request, []);
        }

        return Stamp(_router.Decide(new RoutingRow(request, 0), scores, hidden), request, IdsOf(cold, request));
    }

    /// <summary>Decides for a batch in host memory; equal to <see cref="Decide"/> within 1e-5 of the scores.</summary>
    /// <param name="request">B inputs; its <see cref="RoutingRequest.Hidden"/> is not looked at.</param>
    /// <param name="hidden">Hidden vectors [B, d]; empty where the gate does not need them.</param>
    /// <exception cref="InvalidOperationException">The gate cannot (<see cref="DecidesRows"/>).</exception>
    public Decision[] DecideDirectlyAll(RoutingRequest request, ReadOnlySpan<float> hidden)
    {
        if (_parts.Scorer is not IRowsScorer scorer)
            throw new InvalidOperationException($"The scorer of the gate '{Id}' scores no batch in host memory; ask Decide.");

        var rows = request.Inputs.Count;
        var scores = new RowScores(rows, request.Experts.Experts.Count);
        IReadOnlyList<string> cold;
        try
        {
            cold = IdsOf(scorer.ScoreRows(request, hidden, scores), request);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return FallBackAll(request, $"the scorer threw {fault.GetType().Name}: {fault.Message}");
        }

        var decisions = new Decision[rows];
        var size = hidden.Length / Math.Max(rows, 1);
        for (var row = 0; row < rows; row++)
            decisions[row] = Stamp(_router.Decide(new RoutingRow(request, row), scores.Row(row), hidden.Slice(row * size, size)), request, cold);
        return decisions;
    }

    /// <summary>The gate's choice on a device; null where it cannot be foretold there: the scorer needs the host, a part is from elsewhere, or the number of experts follows from the scores.</summary>
    /// <param name="experts">The experts of the calls to come.</param>
    /// <param name="device">Where.</param>
    /// <returns>Owned by the caller.</returns>
    internal DeviceGate? OnDevice(ExpertSnapshot experts, Device device)
    {
        if (_parts.Features.Count > 0 || _parts.Selector is not IKnownCount || !_parts.Transforms.All(IsBuiltIn))
            return null;
        return (_parts.Scorer as IDeviceScorer)?.OnDevice(experts, device) is { } scores ? new DeviceGate(scores, _parts, experts, device) : null;
    }

    /// <summary>Decides from scores that are there already.</summary>
    internal Decision[] DecideScored(ScoreTable table, RoutingRequest request) => DecideFrom(table, request);

    /// <inheritdoc/>
    public void Dispose()
    {
        _parts.Scorer.Dispose();
        foreach (var extractor in _parts.Features)
            extractor.Dispose();
    }

    private Decision[] DecideOn(RoutingRequest request)
    {
        ScoreTable table;
        try
        {
            table = Scorer.Score(request);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return FallBackAll(request, $"the scorer threw {fault.GetType().Name}: {fault.Message}");
        }

        return DecideFrom(table, request);
    }

    private static bool IsBuiltIn(object part) => part.GetType().Assembly == typeof(ComposedGate).Assembly;

    private static IReadOnlyList<string> IdsOf(IReadOnlyList<int> positions, RoutingRequest request) =>
        positions.Count == 0 ? [] : [.. positions.Select(position => request.Experts.Experts[position].Id)];

    private Decision[] DecideFrom(ScoreTable table, RoutingRequest request)
    {
        var (rows, experts) = (request.Inputs.Count, request.Experts.Experts.Count);
        if (table.Rows != rows || table.Experts != experts)
            return FallBackAll(request, $"the scorer returned [{table.Rows}, {table.Experts}] where [{rows}, {experts}] was expected");

        var decisions = new Decision[rows];
        var cold = IdsOf(table.Cold, request);
        for (var row = 0; row < rows; row++)
        {
            var scores = table.Row(row).ToArray();
            decisions[row] = Stamp(_router.Decide(new RoutingRow(request, row), scores, []), request, cold);
        }

        return decisions;
    }

    private Decision[] FallBackAll(RoutingRequest request, string reason)
    {
        var decisions = new Decision[request.Inputs.Count];
        for (var row = 0; row < decisions.Length; row++)
            decisions[row] = Stamp(_router.FallBack(new RoutingRow(request, row), [], [reason]), request, []);
        return decisions;
    }

    // What the selector decided bears these already: copying it would cost as much as making it.
    private Decision Stamp(Decision decision, RoutingRequest request, IReadOnlyList<string> cold) => ReferenceEquals(decision.GateId, Id) && cold.Count == 0 ? decision : decision with
    {
        GateId = Id,
        GateVersion = Version,
        Seed = request.Seed,
        SnapshotVersion = request.Experts.Version,
        Cold = cold,
    };
}
