using System.Diagnostics;
using MoECollab.Gating.Numerics;
using MoECollab.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.Benchmarks.Layer;

/// <summary>The eight forms on TorchSharp, in this process.</summary>
/// <param name="device">Where it computes and measures time by the clock; null for CPU time of the calling thread.</param>
internal sealed class TorchForms(Device? device) : IForms
{
    private const double MostTimesBest = 6;
    private static readonly TimeSpan Compiling = TimeSpan.FromSeconds(1.5);

    private readonly bool _isByClock = device is not null;
    private readonly Device _device = device ?? new Device(DeviceType.CPU);
    private TorchCell? _cell;
    private List<TorchForm> _forms = [];

    public string Description => $"libtorch {Libtorch.Version} through TorchSharp in this process";

    /// <summary>Calls all forms until they are compiled as what is called often is.</summary>
    public void WarmUp()
    {
        using var mode = inference_mode();
        var began = Stopwatch.GetTimestamp();
        _ = Build(new LayerCell("adapter", 32, 8, 4, 2, 8), 1);
        while (Stopwatch.GetElapsedTime(began) < Compiling)
        {
            foreach (var form in _cell!.Forms)
                _ = MicrosecondsOf(form, 20);
        }
    }

    public BuiltForms Build(LayerCell cell, long seed)
    {
        using var mode = inference_mode();
        _cell?.Dispose();
        _cell = new TorchCell(cell, seed, _device);
        using var scope = NewDisposeScope();
        var input = _cell.Inputs[0];
        var expected = _cell.SortedSplit(input);
        var apart = _cell.Forms.ToDictionary(form => form.Name, form => DistanceOf(form, input, expected));
        foreach (var form in _cell.Forms)
            form.Cost = Math.Min(Spent(form, 1), Spent(form, 1));
        var best = _cell.Forms.Min(form => form.Cost);
        _forms = [.. _cell.Forms.Where(form => form.Cost < MostTimesBest * best || form.Name is "index_loop" or "sorted_split")];
        return new BuiltForms(apart, _cell.Pool, HostMemory.Read(expected));
    }

    public IReadOnlyDictionary<string, double> Time(int milliseconds)
    {
        using var mode = inference_mode();
        var times = new Dictionary<string, double>();
        foreach (var form in _forms)
        {
            var calls = (int)Math.Clamp(milliseconds * 1e3 / form.Cost, _isByClock ? 3 : 1, _isByClock ? 200 : 2000);
            var spent = MicrosecondsOf(form, calls);
            times[form.Name] = spent;
            form.Cost = Math.Max(1, spent);
        }

        return times;
    }

    public double Limit(int size)
    {
        using var mode = inference_mode();
        using var scope = NewDisposeScope();
        Tensor a = rand(size, size, device: _device), b = rand(size, size, device: _device);
        var product = new TorchForm("product", a.mm);
        return 2.0 * size * size * size / Enumerable.Range(0, 3).Min(_ => Spent(() => Call(product, b))) / 1e3;
    }

    public void Dispose() => _cell?.Dispose();

    private static double DistanceOf(TorchForm form, Tensor input, Tensor expected)
    {
        using var scope = NewDisposeScope();
        return form.Run(input).sub_(expected).abs_().max().item<float>();
    }

    private static void Call(TorchForm form, Tensor input)
    {
        using var scope = NewDisposeScope();
        _ = form.Run(input);
    }

    // Of one of several calls: their median where each is waited for, their mean otherwise.
    private double MicrosecondsOf(TorchForm form, int calls) =>
        _isByClock ? LayerFigure.Median([.. Enumerable.Range(0, calls).Select(_ => Spent(form, 1))]) : Spent(form, calls) / calls;

    private double Spent(TorchForm form, int calls) => Spent(() =>
    {
        for (var i = 0; i < calls; i++)
            Call(form, _cell!.NextInput());
    });

    // Microseconds: by the clock until it is done, or of this thread.
    private double Spent(Action run)
    {
        Wait();
        var (clock, processor) = (Stopwatch.GetTimestamp(), ThreadCpuClock.Nanoseconds);
        run();
        Wait();
        return _isByClock ? Stopwatch.GetElapsedTime(clock).TotalMicroseconds : (ThreadCpuClock.Nanoseconds - processor) / 1e3;
    }

    private void Wait()
    {
        if (_device.type == DeviceType.CUDA)
            cuda.synchronize(_device);
    }
}
