using MoECollab.AdapterExpert.Direct;
using MoECollab.AdapterExpert.Modules;
using MoECollab.AdapterExpert.Options;
using MoECollab.Experts;
using MoECollab.Gating.Numerics.Panels;
using MoECollab.Gating.Numerics.Stacks;
using MoECollab.Inputs;
using MoECollab.Outputs;
using MoECollab.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.AdapterExpert;

/// <summary>
/// o = V·a + b over a = h + W_up·σ(W_down·h) (or a = h, or a feed-forward block): a classifier over the shared hidden vectors.
/// Calls may overlap as long as nobody trains it.
/// </summary>
internal sealed unsafe class AdapterExpert : IDifferentiableExpert, IDirectExpert, IRowLogits, IStackable
{
    private readonly AdapterShape _shape;
    private readonly AdapterOptions _options;
    private readonly AdapterModule _module;
    private HostWeights? _host;
    private long _changes;

    /// <summary>Takes over a module.</summary>
    /// <param name="labels">C labels.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="options">σ and temperature.</param>
    /// <param name="module">The parameters, on their device; owned from now on.</param>
    public AdapterExpert(IReadOnlyList<string> labels, AdapterShape shape, AdapterOptions options, AdapterModule module)
    {
        _shape = shape;
        _options = options;
        _module = module;
        Output = new ClassSpace(labels);
        Traits = new ExpertTraits
        {
            Needs = InputNeeds.Hidden,
            ParameterCount = shape.ParameterCount,
            WeightBytes = (sizeof(float) * shape.ParameterCount) + (IsOnCpu(module) ? shape.PackedBytes : 0),   // the parameters, and on a CPU packed; a stack on a device is the mixture's, which counts it
            MultiplyAdds = shape.MultiplyAdds,
        };
    }

    /// <inheritdoc/>
    public OutputSpace Output { get; }

    /// <inheritdoc/>
    public ExpertTraits Traits { get; }

    /// <inheritdoc/>
    public nn.Module Module
    {
        get
        {
            // Whoever asks for the parameters may change them.
            Changed();
            return _module;
        }
    }

    /// <inheritdoc/>
    public Tensor Logits(ExpertBatch batch)
    {
        if (is_grad_enabled())
            Changed();
        return _module.call(Hidden(batch));
    }

    /// <inheritdoc/>
    public ExpertOutput Run(ExpertBatch batch)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var logits = _module.call(Hidden(batch));
        return ExpertOutput.FromLogits((_options.Temperature == 1 ? logits : logits / _options.Temperature).MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    public void Run(ReadOnlySpan<char> text, ReadOnlySpan<float> hidden, Span<float> probabilities)
    {
        if (hidden.Length != _shape.Hidden)
            throw new ArgumentException($"The hidden vector has {hidden.Length} values; this expert was made for {_shape.Hidden}.", nameof(hidden));
        if (probabilities.Length != _shape.Classes)
            throw new ArgumentException($"There is room for {probabilities.Length} probabilities; this expert gives {_shape.Classes}.", nameof(probabilities));
        fixed (float* row = hidden)
            Logits(new RowPlaces(row, hidden.Length, null), 1, probabilities);
        HostAlgebra.Softmax(probabilities);
    }

    /// <inheritdoc/>
    public void Logits(RowPlaces hidden, int count, Span<float> logits)
    {
        if (hidden.Stride != _shape.Hidden)
            throw new ArgumentException($"The hidden vectors have {hidden.Stride} values; this expert was made for {_shape.Hidden}.", nameof(hidden));
        Packed.Logits(hidden, count, _options.Temperature, logits);
    }

    /// <summary>Packs the parameters for host memory now, so that no request has to.</summary>
    public void Pack() => _ = Packed;

    /// <inheritdoc/>
    public long Changes => Interlocked.Read(ref _changes);

    /// <inheritdoc/>
    public StackForm Form() => HostWeights.FormOf(_shape, _options, _module);

    /// <inheritdoc/>
    public void Save(string folder)
    {
        var path = Path.Combine(folder, AdapterExpertFactory.WeightsPath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        WeightWriter.Write(path, _shape.Names.Select(name => WeightWriter.From(name, _module.get_parameter(name)!)), _options.ToStore());
    }

    /// <inheritdoc/>
    public void Dispose() => _module.Dispose();

    private HostWeights Packed => _host ??= new HostWeights(_shape, _options.Activation, _module);

    private static bool IsOnCpu(nn.Module module) => module.get_parameter(AdapterShape.Head)!.device_type == DeviceType.CPU;

    private void Changed()
    {
        _host = null;
        Interlocked.Increment(ref _changes);
    }

    private Tensor Hidden(ExpertBatch batch)
    {
        var hidden = batch.Hidden ?? throw new ArgumentException("This expert reads hidden vectors, and the batch has none.", nameof(batch));
        return hidden.shape is [_, var size] && size == _shape.Hidden
            ? hidden
            : throw new ArgumentException($"The hidden vectors are [{string.Join(", ", hidden.shape)}]; this expert was made for [any, {_shape.Hidden}].", nameof(batch));
    }
}
