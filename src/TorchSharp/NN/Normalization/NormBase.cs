using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Base of normalisations over a batch: scale, shift, and the running statistics that evaluation uses.</summary>
public abstract class NormBase : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = nameof(weight))]
    private Parameter? _weight;

    [ComponentName(Name = nameof(bias))]
    private Parameter? _bias;

    [ComponentName(Name = nameof(running_mean))]
    private Tensor? _runningMean;

    [ComponentName(Name = nameof(running_var))]
    private Tensor? _runningVariance;

    [ComponentName(Name = nameof(num_batches_tracked))]
    private Tensor? _batches;

    /// <summary>A normalisation, before training.</summary>
    /// <param name="num_features">Number of channels.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <param name="momentum">Share of a new batch in the running statistics; null for the plain mean of all batches.</param>
    /// <param name="affine">Whether there are a scale and a shift.</param>
    /// <param name="track_running_stats">Whether there are running statistics.</param>
    /// <param name="device">Where the tensors lie.</param>
    /// <param name="dtype">Their element type.</param>
    /// <param name="name">Name, for messages only.</param>
    public NormBase(
        long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype,
        string name)
        : base(name)
    {
        (this.num_features, this.eps, this.momentum) = (num_features, eps, momentum);
        (this.affine, this.track_running_stats) = (affine, track_running_stats);
        if (affine)
        {
            weight = NewParameter.Empty([num_features], device, dtype);
            bias = NewParameter.Empty([num_features], device, dtype);
        }
        if (track_running_stats)
        {
            var (place, type) = GetDefaultDeviceAndType(device, dtype);
            running_mean = zeros(num_features, type, place);
            running_var = ones(num_features, type, place);
            num_batches_tracked = zeros(Array.Empty<long>(), ScalarType.Int64, place);
        }
        reset_parameters();
    }

    /// <summary>Number of channels.</summary>
    public long num_features { get; }

    /// <summary>Added to the variance.</summary>
    public double eps { get; set; }

    /// <summary>Share of a new batch in the running statistics; null for the plain mean of all batches.</summary>
    public double? momentum { get; set; }

    /// <summary>Whether there are a scale and a shift.</summary>
    public bool affine { get; }

    /// <summary>Whether there are running statistics.</summary>
    public bool track_running_stats { get; }

    /// <summary>Scale, [channels]; null without affine. Setting disposes the one before.</summary>
    public Parameter weight
    {
        get => _weight!;
        set => Replace(ref _weight, value, nameof(weight));
    }

    /// <summary>Shift, [channels], or null. Setting disposes the one before.</summary>
    public Parameter? bias
    {
        get => _bias;
        set => Replace(ref _bias, value, nameof(bias));
    }

    /// <summary>Running mean, [channels], or null. Setting disposes the one before.</summary>
    public Tensor? running_mean
    {
        get => _runningMean;
        set => Replace(ref _runningMean, value, nameof(running_mean));
    }

    /// <summary>Running variance, [channels], or null. Setting disposes the one before.</summary>
    public Tensor? running_var
    {
        get => _runningVariance;
        set => Replace(ref _runningVariance, value, nameof(running_var));
    }

    /// <summary>Batches seen in training, or null. Setting disposes the one before.</summary>
    public Tensor? num_batches_tracked
    {
        get => _batches;
        set => Replace(ref _batches, value, nameof(num_batches_tracked));
    }

    /// <summary>Scale to ones, shift to zeros, and statistics as at first.</summary>
    public void reset_parameters()
    {
        reset_running_stats();
        if (_weight is not null)
            nn.init.ones_(_weight);
        if (_bias is not null)
            nn.init.zeros_(_bias);
    }

    /// <summary>Statistics as at first: mean 0, variance 1, no batch seen.</summary>
    public void reset_running_stats()
    {
        if (_runningMean is not null)
            nn.init.zeros_(_runningMean);
        if (_runningVariance is not null)
            nn.init.ones_(_runningVariance);
        if (_batches is not null)
            nn.init.zeros_(_batches);
    }

    /// <summary>Refuses inputs of a wrong rank.</summary>
    /// <exception cref="ArgumentException">It is one.</exception>
    protected abstract void ValidateInputDimensions(Tensor input);
}
