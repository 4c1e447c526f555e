using static TorchSharp.torch;

namespace MoECollab.Benchmarks.Layer;

/// <summary>A form in this process.</summary>
/// <param name="name">As on python3-torch.</param>
/// <param name="run">[N, d] to [N, d]; what it makes belongs to the caller's scope.</param>
internal sealed class TorchForm(string name, Func<Tensor, Tensor> run)
{
    public string Name => name;

    /// <summary>Microseconds of a call, as last measured.</summary>
    public double Cost { get; set; }

    public Tensor Run(Tensor input) => run(input);
}
