using MoECollab.Encoders;
using MoECollab.Errors;
using MoECollab.Gating;
using MoECollab.Gating.Composing;
using MoECollab.Gating.FallingBack;
using MoECollab.Inputs;
using MoECollab.Integration;
using MoECollab.Mixture.Executing;
using MoECollab.Mixture.Integrating;
using MoECollab.Outputs;
using static TorchSharp.torch;

namespace MoECollab.Mixture.Mixing;

/// <summary>What a mixture is made of, checked, with everything that follows from the expert set computed once.</summary>
internal sealed class MixtureParts
{

    public MixtureParts(IEncoder? encoder, IGate gate, IReadOnlyList<MixtureExpert> experts, MixtureOptions options)
    {
        Encoder = encoder;
        Gate = gate;
        Options = options;
        Snapshot = new ExpertSnapshot(options.SnapshotVersion, experts.Select(expert => expert.Descriptor));
        Union = new LabelUnion(experts.Select(expert => expert.Expert.Output));
        var byId = experts.ToDictionary(expert => expert.Descriptor.Id, StringComparer.Ordinal);
        Slots = [.. Snapshot.Experts.Select((descriptor, position) => SlotOf(byId[descriptor.Id], position))];
        Mixer = new UnionMixer(Union, options.Temperature);
        Fallback = new FallbackRoute(options.Fallback);
        HasForeignIntegrator = Slots.Any(slot => IntegratorOf(slot.Space) is not (ProbabilityMixture or VectorMean or PrimaryText));
        Composed = gate as ComposedGate;
        GateNeedsHidden = (Composed?.NeedsFor(Snapshot) ?? gate.Needs).HasFlag(InputNeeds.Hidden);
        VectorSize = Slots.Select(slot => slot.Space).OfType<VectorSpace>().FirstOrDefault()?.Dimension ?? 0;
        CheckTemperature();
        CheckEncoder();
        CheckVectors();
        CheckIntegrators();
    }

    public IEncoder? Encoder { get; }

    public IGate Gate { get; }

    /// <summary>The gate, if it is one of ours: it can decide one input without tensors and count its work.</summary>
    public ComposedGate? Composed { get; }

    public MixtureOptions Options { get; }

    public ExpertSnapshot Snapshot { get; }

    /// <summary>The experts by position in the snapshot.</summary>
    public ExpertSlot[] Slots { get; }

    public LabelUnion Union { get; }

    public UnionMixer Mixer { get; }

    public FallbackRoute Fallback { get; }

    public bool GateNeedsHidden { get; }

    /// <summary>D of the experts that answer in vectors; 0 where there are none.</summary>
    public int VectorSize { get; }

    /// <summary>Whether some output space is combined by an integrator that is not one of ours.</summary>
    public bool HasForeignIntegrator { get; }

    /// <summary>The integrator of a space.</summary>
    public IIntegrator? IntegratorOf(OutputSpace space) => Options.Integrators.FirstOrDefault(integrator => integrator.Accepts(space));

    /// <summary>Encodes inputs to [B, d], float32 and row by row on the mixture's device whatever the encoder gives; the tensor belongs to the caller's dispose scope.</summary>
    public Tensor Encode(IReadOnlyList<RawInput> inputs)
    {
        var (encoder, size) = (Encoder!, Encoder!.Description.HiddenSize);
        var hidden = encoder.Encode(inputs);
        if (hidden.shape is not [var rows, var columns] || rows != inputs.Count || columns != size)
        {
            throw new MoECollabException(
                "encoder-output", $"The encoder {encoder.Description.Id}@{encoder.Description.Version} returned shape [{string.Join(", ", hidden.shape)}] for {inputs.Count} inputs; expected [{inputs.Count}, {size}]. Use another version of it.");
        }

        return hidden.to(ScalarType.Float32, Options.Device).contiguous();
    }

    /// <summary>The mean vectors of a call's answers; null where no expert answers in vectors, or somebody else's integrator combines them.</summary>
    /// <exception cref="ArgumentException">The caller's memory is too short.</exception>
    public VectorRows? VectorsOf(int rows, MixtureRequest request)
    {
        if (VectorSize == 0 || HasForeignIntegrator)
            return null;
        var wanted = (long)rows * VectorSize;
        if (request.Vectors.Length > 0 && request.Vectors.Length < wanted)
            throw new ArgumentException($"The request has room for {request.Vectors.Length} values of vectors; {rows} inputs give vectors of {VectorSize}, {wanted} values. Give it a longer one, or none.", nameof(request));
        return new VectorRows(rows, VectorSize, request.Vectors);
    }

    /// <summary>What the gate is asked for these inputs.</summary>
    public RoutingRequest RequestOf(IReadOnlyList<RawInput> inputs, Tensor? hidden, MixtureRequest request)
    {
        return new RoutingRequest(Snapshot, inputs, hidden)
        {
            Mode = request.Mode,
            Seed = request.Seed,
            Objectives = request.Objectives,
            TopK = request.Experts ?? Options.Experts,
        };
    }

    /// <summary>Multiply-adds of one answer: encoder, gate, executed experts.</summary>
    public long WorkOf(RawInput input, bool wasEncoded, ReadOnlySpan<RowEntry> executed)
    {
        var work = wasEncoded ? Encoder!.MultiplyAdds(input) : 0;
        work += Composed?.MultiplyAdds(input, Snapshot) ?? (Gate as Experts.ICountsWork)?.MultiplyAdds(input) ?? 0;
        foreach (var entry in executed)
            work += entry.Slot.MultiplyAdds(input);
        return work;
    }

    private ExpertSlot SlotOf(MixtureExpert expert, int position) =>
        new(position, expert.Descriptor, expert.Expert, Union.MapOf(expert.Expert.Output));

    private void CheckTemperature()
    {
        if (!(Options.Temperature > 0) || !double.IsFinite(Options.Temperature))
            throw new MoECollabException("mixture-invalid", $"The calibration temperature is {Options.Temperature}; expected a number above 0, 1 for none.");
    }

    private void CheckEncoder()
    {
        if (Encoder is not null)
            return;
        string[] needing = [.. Slots.Where(slot => slot.NeedsHidden).Select(slot => $"the expert '{slot.Descriptor.Id}'")];
        if (GateNeedsHidden)
            needing = [$"the gate '{Gate.Id}'", .. needing];
        if (needing.Length > 0)
            throw new MoECollabException("encoder-missing", $"The mixture has no encoder, and these need its hidden vectors: {string.Join(", ", needing)}. Install one, or take them out.");
    }

    private void CheckVectors()
    {
        int[] dimensions = [.. Slots.Select(slot => slot.Space).OfType<VectorSpace>().Select(space => space.Dimension).Distinct().Order()];
        if (dimensions.Length > 1)
            throw new MoECollabException("vector-dimensions", $"The experts answer in vectors of dimensions {string.Join(", ", dimensions)}; a mixture can average one dimension only. Take the others out.");
    }

    private void CheckIntegrators()
    {
        foreach (var slot in Slots)
        {
            if (IntegratorOf(slot.Space) is null)
            {
                throw new MoECollabException(
                    "integrator-missing", $"No integrator accepts the {slot.Space.GetType().Name} of the expert '{slot.Descriptor.Id}'; there are {string.Join(", ", Options.Integrators.Select(integrator => integrator.Name))}. Add one that does.");
            }
        }
    }
}
