using TorchSharp.Operators;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Mean 0 and variance 1 of each channel over the batch, then scale and shift (Ioffe and Szegedy 2015).</summary>
public abstract class BatchNorm : NormBase
{
    /// <inheritdoc/>
    public BatchNorm(
        long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype,
        string name)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name)
    {
    }

    /// <summary>[batch, channels, ...] to the same; by the batch's own statistics in training, by the running ones in evaluation.</summary>
    public override Tensor forward(Tensor input)
    {
        ValidateInputDimensions(input);
        var share = momentum ?? 0;
        if (training && num_batches_tracked is { } batches)
        {
            batches.add_(1);
            share = momentum ?? 1.0 / batches.item<long>();
        }

        var ownStatistics = training || running_mean is null;
        var updates = !training || track_running_stats;
        return Aten.Call(
            "batch_norm", input, weight, bias, updates ? running_mean : null, updates ? running_var : null, ownStatistics, share, eps, true);
    }
}
