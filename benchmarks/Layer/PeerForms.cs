namespace MoECollab.Benchmarks.Layer;

/// <summary>The forms of several PyTorches as one: those of this process, and those of python3-torch where that is installed.</summary>
/// <param name="sides">Whose names of forms differ; owned.</param>
internal sealed class PeerForms(IReadOnlyList<IForms> sides) : IForms
{
    public string Description => string.Join("; ", sides.Select(side => side.Description));

    /// <summary>Starts what there is on this machine.</summary>
    /// <param name="folder">For what the other process is given and gives.</param>
    /// <param name="device">Where they compute and measure time by the clock; null for CPU time on one core.</param>
    public static PeerForms Start(string folder, TorchSharp.torch.Device? device = null)
    {
        var python = PythonForms.Start(folder, device?.ToString());
        var own = new TorchForms(device);
        own.WarmUp();
        return new PeerForms(python is null ? [own] : [own, python]);
    }

    public BuiltForms Build(LayerCell cell, long seed)
    {
        var built = sides.Select(side => side.Build(cell, seed)).ToArray();
        // A form of another side is at most as far from the first side's answer as from its own side's, and as that is from the first.
        var apart = built.SelectMany(side => side.Apart.Select(form => (Name: form.Key, Distance: form.Value + built[0].DistanceOf(side.Answer))));
        return built[0] with { Apart = apart.ToDictionary(form => form.Name, form => form.Distance) };
    }

    public IReadOnlyDictionary<string, double> Time(int milliseconds) => sides.SelectMany(side => side.Time(milliseconds)).ToDictionary();

    /// <summary>The best of the sides.</summary>
    public double Limit(int size) => sides.Max(side => side.Limit(size));

    public void Dispose()
    {
        foreach (var side in sides)
            side.Dispose();
    }
}
