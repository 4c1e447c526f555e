using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using MoECollab.Gating.Numerics;
using MoECollab.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.Benchmarks.Layer;

/// <summary>
/// The layer as a mixture on a device computes it, beside the eight PyTorch forms on the same device: <c>./moe bench layer --device cuda</c>. Time by the clock of single calls, the device idle before and
/// waited for after each, other inputs in every call, inputs and outputs on the device, the two sides in turn.
/// </summary>
public static class DeviceBenchmark
{
    private const long Seed = 17;
    private const double Agreement = 1e-4;
    private const int MostCalls = 200;

    /// <summary>Measures, writes a JSON line for each cell as it is done, then a table.</summary>
    /// <param name="output">Where the figures go.</param>
    /// <param name="device">Where both sides compute; on the CPU the same operators run on one thread, which shows that they are right and says nothing of a GPU.</param>
    /// <param name="kinds">adapter, feed-forward; others are measured on the CPU's own path only.</param>
    /// <param name="isShort">Whether a part of the grid is enough.</param>
    public static void Run(TextWriter output, Device device, string[] kinds, bool isShort)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(device);
        Libtorch.SetThreads(1);
        string[] layers = [.. kinds.Where(kind => kind is "adapter" or "feed-forward")];
        var folder = Directory.CreateTempSubdirectory("moe-layer-").FullName;
        try
        {
            using var peers = PeerForms.Start(folder, device);
            output.WriteLine($"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.ProcessArchitecture}; device {device}, ours and theirs; µs by the clock of a call, waited for; medians of the rounds");
            output.WriteLine($"Beside {peers.Description}");
            var figures = new List<LayerFigure>();
            foreach (var cell in LayerCell.Grid(layers, isShort))
            {
                var figure = Measure(peers, cell, device, isShort ? 3 : 5);
                figures.Add(figure);
                output.WriteLine(JsonSerializer.Serialize(FieldsOf(figure, device)));
                output.Flush();
            }

            Write(output, figures);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static LayerFigure Measure(PeerForms peers, LayerCell cell, Device device, int rounds)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var layer = new StackedLayer(cell, Seed, device);
        var built = peers.Build(cell, Seed);
        Tensor[] inputs = [.. Enumerable.Range(0, built.Pool).Select(i => HostMemory.Write(HashedValues.Of(cell.Rows * cell.Size, Seed + 5000 + i, 1), cell.Size, device))];
        using (var first = layer.Run(inputs[0]))
        {
            var distance = built.DistanceOf(HostMemory.Read(first));
            if (!(distance <= Agreement) || built.Apart.Values.Any(other => !(other <= Agreement)))
                throw new InvalidOperationException($"The forms do not agree at {cell}: ours is {distance} away, the others {string.Join(", ", built.Apart)}. Nothing was timed.");

            var (ours, theirs, gflops) = (new List<double>(), new Dictionary<string, List<double>>(), new List<double>());
            var spent = LayerFigure.Median(Time(layer, inputs, device, 5)); // kernels and memory are found in the first calls
            for (var round = 0; round < rounds; round++)
            {
                foreach (var (form, time) in peers.Time(15))
                    (theirs.TryGetValue(form, out var known) ? known : theirs[form] = []).Add(time);
                spent = LayerFigure.Median(Time(layer, inputs, device, Math.Clamp((int)(15_000 / Math.Max(spent, 1)), 3, MostCalls)));
                ours.Add(spent);
                gflops.Add(peers.Limit(device.type == DeviceType.CPU ? 1024 : 4096));
            }

            return new LayerFigure(cell, ours, theirs, distance, LayerFigure.Median(gflops), 0);
        }
    }

    private static List<double> Time(StackedLayer layer, Tensor[] inputs, Device device, int calls)
    {
        var times = new List<double>();
        for (var i = 0; i < calls; i++)
        {
            Wait(device);
            var began = Stopwatch.GetTimestamp();
            using var output = layer.Run(inputs[i % inputs.Length]);
            Wait(device);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
        }

        return times;
    }

    private static void Wait(Device device)
    {
        if (device.type == DeviceType.CUDA)
            cuda.synchronize(device);
    }

    private static object FieldsOf(LayerFigure figure, Device device) => new
    {
        bench = "layer",
        device = device.ToString(),
        kind = figure.Cell.Kind,
        d = figure.Cell.Size,
        width = figure.Cell.Width,
        E = figure.Cell.Experts,
        k = figure.Cell.Kept,
        N = figure.Cell.Rows,
        wall_us = Math.Round(LayerFigure.Median(figure.Ours), 2),
        wall_us_range = new[] { Math.Round(figure.Ours.Min(), 2), Math.Round(figure.Ours.Max(), 2) },
        best_form = figure.Best,
        times_best = Math.Round(figure.Ratio, 2),
        times_index_loop = Math.Round(figure.RatioTo("index_loop"), 2),
        times_sorted_split = Math.Round(figure.RatioTo("sorted_split"), 2),
        share_of_gemm = Math.Round(figure.Share, 3),
        gemm_gflops = Math.Round(figure.Gflops, 1),
        apart = figure.Apart,
        rounds = figure.Ours.Count,
        forms = figure.Theirs.ToDictionary(form => form.Key, form => Math.Round(LayerFigure.Median(form.Value), 2)),
    };

    private static void Write(TextWriter output, List<LayerFigure> figures)
    {
        output.WriteLine($"{"layer",-13} {"d",4} {"E",3} {"k",2} {"N",5} {"ours µs",10} {"best µs",10} {"best form",-22} {"times",6} {"index",6} {"sorted",6} {"GEMM",6}");
        foreach (var figure in figures)
        {
            var cell = figure.Cell;
            output.WriteLine($"{cell.Kind,-13} {cell.Size,4} {cell.Experts,3} {cell.Kept,2} {cell.Rows,5} {LayerFigure.Median(figure.Ours),10:F1} {LayerFigure.Median(figure.Theirs[figure.Best]),10:F1} {figure.Best,-22} {figure.Ratio,6:F2} {figure.RatioTo("index_loop"),6:F2} {figure.RatioTo("sorted_split"),6:F2} {figure.Share,6:P0}");
        }
    }
}
