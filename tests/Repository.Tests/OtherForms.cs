using MoECollab.Benchmarks.Layer;

namespace MoECollab.Repository.Tests;

/// <summary>Another PyTorch that has the same answer but for a constant.</summary>
internal sealed class OtherForms(float apart) : IForms
{
    private readonly TorchForms _forms = new(null);

    public string Description => "other";

    public BuiltForms Build(LayerCell cell, long seed)
    {
        var built = _forms.Build(cell, seed);
        return new BuiltForms(new Dictionary<string, double> { ["sorted_split" + PythonForms.Mark] = 0 }, built.Pool, [.. built.Answer.Select(value => value + apart)]);
    }

    public IReadOnlyDictionary<string, double> Time(int milliseconds) => new Dictionary<string, double> { ["sorted_split" + PythonForms.Mark] = 1 };

    public double Limit(int size) => 1;

    public void Dispose() => _forms.Dispose();
}
