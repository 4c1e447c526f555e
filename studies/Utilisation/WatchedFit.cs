using MoECollab.Training.Fitting;
using static TorchSharp.torch;

namespace MoECollab.Studies.Utilisation;

/// <summary>A fit that lets somebody look on after each epoch.</summary>
internal sealed class WatchedFit(IFitTask inner, Action watch) : IFitTask
{
    public string Stage => inner.Stage;

    public IReadOnlyDictionary<string, nn.Module> Modules => inner.Modules;

    public int Rows => inner.Rows;

    public string Identity => inner.Identity;

    public Tensor Loss(ReadOnlySpan<int> rows, double progress) => inner.Loss(rows, progress);

    public double? Validate()
    {
        watch();
        return inner.Validate();
    }
}
