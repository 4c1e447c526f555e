using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json;
using MoECollab.Gating.Numerics.Panels;
using MoECollab.Torch;

namespace MoECollab.Benchmarks.Layer;

/// <summary>The sparse layer beside eight forms of it on PyTorch, of this process and of python3-torch where that is installed: <c>./moe bench layer</c>. One thread on one core, CPU time, other inputs in every call, the two sides in turn.</summary>
public static class LayerBenchmark
{
    private const long Seed = 17;
    private const double Agreement = 1e-4;
    private static readonly TimeSpan Compiling = TimeSpan.FromSeconds(1.5);

    /// <summary>Measures, writes a JSON line for each cell as it is done, then tables.</summary>
    /// <param name="output">Where the figures go.</param>
    /// <param name="kinds">adapter, feed-forward, plugin (a mixture of experts with a forward of their own), mixture (the whole mixture over the number of installed experts).</param>
    /// <param name="isShort">Whether a part of the grid is enough.</param>
    public static void Run(TextWriter output, string[] kinds, bool isShort)
    {
        ArgumentNullException.ThrowIfNull(output);
        Libtorch.SetThreads(1);
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            using var self = Process.GetCurrentProcess();
            self.ProcessorAffinity = 1;
        }

        output.WriteLine($"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.ProcessArchitecture}, {(Vector512.IsHardwareAccelerated ? 512 : 256)}-bit registers; one thread on core 0; CPU µs a call, medians of the rounds");
        if (kinds.Contains("mixture"))
            MixtureCost.Run(output, isShort);
        string[] layers = [.. kinds.Where(kind => kind != "mixture")];
        if (layers.Length == 0)
            return;

        var folder = Directory.CreateTempSubdirectory("moe-layer-").FullName;
        try
        {
            using var peers = PeerForms.Start(folder);
            output.WriteLine($"Beside {peers.Description}");
            Compare(output, peers, [.. LayerCell.Grid(layers, isShort)], isShort ? 3 : 5);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Compare(TextWriter output, PeerForms peers, LayerCell[] cells, int rounds)
    {
        var limits = new MachineLimits();
        var small = new LayerCell("adapter", 64, 32, 4, 2, 8);
        using (var layer = new FusedLayer(small, Seed))
            _ = WarmUp(layer, [HashedValues.Of(small.Rows * small.Size, Seed, 1)], new float[small.Rows * small.Size], Compiling);
        var figures = new List<LayerFigure>();
        foreach (var cell in cells)
        {
            var figure = Measure(peers, cell, limits, rounds);
            figures.Add(figure);
            output.WriteLine(JsonSerializer.Serialize(figure.Fields));
            output.Flush();
        }

        Write(output, figures);
        foreach (var ((inputs, outputs), from) in LargeProducts.OfProcess.Decided)
            output.WriteLine($"Products of many rows, {inputs} to {outputs}: measured once, {(from == int.MaxValue ? "by our own kernels at any number of rows" : $"by the BLAS from {from} rows on")}");
    }

    private static LayerFigure Measure(PeerForms peers, LayerCell cell, MachineLimits limits, int rounds)
    {
        using ILayer layer = cell.Kind == LayerCell.Plugin ? new MixtureLayer(cell, Seed) : new FusedLayer(cell, Seed);
        var built = peers.Build(cell, Seed);
        float[][] inputs = [.. Enumerable.Range(0, built.Pool).Select(i => HashedValues.Of(cell.Rows * cell.Size, Seed + 5000 + i, 1))];
        var output = new float[cell.Rows * cell.Size];
        layer.Run(inputs[0], output);
        var distance = built.DistanceOf(output);
        if (!(distance <= Agreement) || built.Apart.Values.Any(other => !(other <= Agreement)))
            throw new InvalidOperationException($"The forms do not agree at {cell}: ours is {distance} away, the others {string.Join(", ", built.Apart)}. Nothing was timed.");

        var (ours, apart, theirs) = (new List<double>(), new List<double>(), new Dictionary<string, List<double>>());
        var (gflops, rate) = (new List<double>(), new List<double>());
        var spent = WarmUp(layer, inputs, output, layer is MixtureLayer ? Compiling : TimeSpan.Zero);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (form, time) in peers.Time(15))
                (theirs.TryGetValue(form, out var known) ? known : theirs[form] = []).Add(time);
            spent = Time(input => layer.Run(input, output), inputs, CallsFor(spent));
            ours.Add(spent);
            if (layer is MixtureLayer mixture)
                apart.Add(Time(mixture.RunApart, inputs, CallsFor(spent)));
            gflops.Add(Math.Max(limits.Kernel(), peers.Limit(1024)));
            rate.Add(limits.ReadRate());
        }

        return new LayerFigure(cell, ours, theirs, distance, LayerFigure.Median(gflops), LayerFigure.Median(rate)) { OursApart = apart };
    }

    // What is found to be called often is compiled again, in the background and after a while: the bare layer once a process, as the forms of this process are, a whole mixture with each cell.
    private static double WarmUp(ILayer layer, float[][] inputs, float[] output, TimeSpan least)
    {
        var began = Stopwatch.GetTimestamp();
        double spent;
        do
        {
            spent = Time(input => layer.Run(input, output), inputs, 20);
            if (layer is MixtureLayer mixture)
                _ = Time(mixture.RunApart, inputs, 20);
        }
        while (Stopwatch.GetElapsedTime(began) < least);
        return spent;
    }

    private static int CallsFor(double spent) => spent > 0 ? Math.Clamp((int)(15_000 / spent), 1, 20_000) : 20;

    private static double Time(Action<float[]> run, float[][] inputs, int calls)
    {
        var start = ThreadCpuClock.Nanoseconds;
        for (var i = 0; i < calls; i++)
            run(inputs[i % inputs.Length]);
        return (ThreadCpuClock.Nanoseconds - start) / 1e3 / calls;
    }

    private static void Write(TextWriter output, List<LayerFigure> figures)
    {
        output.WriteLine($"{"layer",-13} {"d",4} {"E",3} {"k",2} {"N",5} {"ours µs",10} {"best µs",10} {"best form",-22} {"times",6} {"index",6} {"sorted",6} {"own m.",6} {"GEMM",6} {"read",6}");
        foreach (var figure in figures)
        {
            var cell = figure.Cell;
            output.WriteLine($"{cell.Kind,-13} {cell.Size,4} {cell.Experts,3} {cell.Kept,2} {cell.Rows,5} {LayerFigure.Median(figure.Ours),10:F1} {LayerFigure.Median(figure.Theirs[figure.Best]),10:F1} {figure.Best,-22} {figure.Ratio,6:F2} {figure.RatioTo("index_loop"),6:F1} {figure.RatioTo("sorted_split"),6:F2} {figure.SortedToApart,6:F2} {figure.Share,6:P0} {(cell.Rows == 1 ? figure.ReadShare.ToString("P0", System.Globalization.CultureInfo.InvariantCulture) : ""),6}");
        }

        output.WriteLine();
        output.WriteLine($"{"layer",-13} {"N",5} {"geo.mean",9} {"goal",6} {"worst",9} {"goal",6}");
        foreach (var goal in LayerGoal.All)
        {
            if (goal.Judge(figures) is { } line)
                output.WriteLine(line);
        }
    }
}
