using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text.Json;
using MoECollab.Gating;
using MoECollab.Inputs;
using MoECollab.Mixture.Mixing;
using static TorchSharp.torch;

namespace MoECollab.Benchmarks.Layer;

/// <summary>
/// What an answer of a whole mixture costs at k = 1 as more experts are installed: linear gate, adapters with r = 32 and 25 labels each, d = 256. What the gate takes alone is measured beside it and
/// taken off, and so is what the processor takes to read as many bytes as an answer reads of an expert, drawn from as many places. Three times: with inputs for all experts, whose weights leave the
/// caches as they become more; with inputs for four experts, however many are installed; and over mixtures that together have the same experts, so that weights lie equally far whatever a mixture's size.
/// </summary>
internal static class MixtureCost
{
    private const int Size = 256;
    private const int Inputs = 4096;
    private const int Most = 1024;
    private const int Line = 64;
    private const double MostGrowth = 1.15;

    public static void Run(TextWriter output, bool isShort)
    {
        var encoder = new PlacedVectors(Size, Inputs);
        RawInput[] inputs = [.. Enumerable.Range(0, Inputs).Select(i => new RawInput(i.ToString(CultureInfo.InvariantCulture)))];
        int[] installed = isShort ? [4, 256] : [4, 16, 64, 256, Most];
        using var scope = NewDisposeScope();
        var experts = CostSystem.Experts(Most, encoder);
        var systems = installed.Select(count => CostSystem.Of(experts[..count], count, encoder)).ToArray();
        var apart = installed.Select(count => CostSystem.Of(experts, count, encoder)).ToArray();
        var forAll = HashedValues.Of(Inputs * Size, 3, 1);
        float[][] forFour = [.. systems.Select(system => system.VectorsForFour(Inputs, Size))];
        var blocks = Enumerable.Range(0, Most).Select(_ => new float[(int)(experts[0].Expert.Traits.WeightBytes / sizeof(float)) - (int)experts[0].Expert.Traits.ParameterCount]).ToArray();
        foreach (var block in blocks)
            block.AsSpan().Fill(1f);

        var figures = new Dictionary<(string Inputs, int Rows, int Experts), CostFigure>();
        var rounds = isShort ? 5 : 9;
        for (var round = -3; round < rounds; round++)
        {
            for (var i = 0; i < installed.Length; i++)
            {
                foreach (var rows in (int[])[1, 8, 32])
                {
                    Note("all", rows, Time(systems[i], inputs, encoder.With(forAll), rows));
                    Note("four", rows, Time(systems[i], inputs, encoder.With(forFour[i]), rows));
                }

                Note("cold", 1, Time(apart[i], inputs, encoder.With(forAll), 1));
                Note("read", 1, (Read(blocks.AsSpan(0, installed[i])), 0));

                void Note(string kind, int rows, (double Whole, double Gate) time)
                {
                    if (round < 0)
                        return;
                    if (!figures.TryGetValue((kind, rows, installed[i]), out var known))
                        figures[(kind, rows, installed[i])] = known = new CostFigure([], []);
                    known.Whole.Add(time.Whole);
                    known.Gate.Add(time.Gate);
                }
            }
        }

        Write(output, installed, figures);
        foreach (var system in systems.Concat(apart))
            system.Dispose();
    }

    // The gate alone is asked what the mixture asks it, with the hidden vectors at hand.
    private static (double Whole, double Gate) Time(CostSystem system, RawInput[] inputs, PlacedVectors encoder, int rows)
    {
        var request = MixtureRequest.Plain;
        var batches = inputs.Chunk(rows).ToArray();
        var start = ThreadCpuClock.Nanoseconds;
        for (var i = 0; i < batches.Length; i++)
            _ = system.Mixtures[i % system.Mixtures.Length].TryAnswer(batches[i], request);
        var whole = ThreadCpuClock.Nanoseconds - start;

        start = ThreadCpuClock.Nanoseconds;
        for (var i = 0; i < batches.Length; i++)
        {
            var asked = new RoutingRequest(system.Mixtures[i % system.Mixtures.Length].Snapshot, batches[i], null);
            var gate = system.Gates[i % system.Gates.Length];
            var hidden = encoder.Rows(i * rows, batches[i].Length);
            _ = rows == 1 ? [gate.DecideDirectly(asked, hidden)] : gate.DecideDirectlyAll(asked, hidden);
        }

        return (whole / 1e3 / inputs.Length, (ThreadCpuClock.Nanoseconds - start) / 1e3 / inputs.Length);
    }

    // µs to add up a block drawn by chance, aligned as packed weights are.
    private static unsafe double Read(ReadOnlySpan<float[]> blocks)
    {
        var seen = 0f;
        var start = ThreadCpuClock.Nanoseconds;
        for (var i = 0; i < Inputs; i++)
        {
            var block = blocks[(int)((uint)(i * 2654435761u) % (uint)blocks.Length)];
            fixed (float* from = block)
                seen += Sum((float*)(((nint)from + Line - 1) & -Line), block.Length - (Line / sizeof(float)));
        }

        var spent = (ThreadCpuClock.Nanoseconds - start) / 1e3 / Inputs;
        return seen > 0 ? spent : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static unsafe float Sum(float* values, int count)
    {
        var width = Vector512<float>.Count;
        Vector512<float> a = default, b = default, c = default, d = default;
        for (var i = 0; i + (4 * width) <= count; i += 4 * width)
        {
            a += Vector512.Load(values + i);
            b += Vector512.Load(values + i + width);
            c += Vector512.Load(values + i + (2 * width));
            d += Vector512.Load(values + i + (3 * width));
        }

        return Vector512.Sum(a + b + c + d);
    }

    private static void Write(TextWriter output, int[] installed, Dictionary<(string Inputs, int Rows, int Experts), CostFigure> figures)
    {
        output.WriteLine($"{"inputs for",11} {"batch",6} {"installed",9} {"µs an input",12} {"range",15} {"gate alone",11} {"the rest",9} {"growth",7} {"reading alone",14}");
        foreach (var group in figures.Where(figure => figure.Key.Inputs != "read").GroupBy(figure => (figure.Key.Inputs, figure.Key.Rows)).OrderBy(group => group.Key))
        {
            var first = figures[(group.Key.Inputs, group.Key.Rows, installed[0])].Rest;
            foreach (var (key, figure) in group.OrderBy(figure => figure.Key.Experts))
            {
                var growth = figure.Rest / first;
                var read = LayerFigure.Median(figures[("read", 1, key.Inputs switch { "four" => installed[0], "cold" => installed[^1], _ => key.Experts })].Whole);
                output.WriteLine(JsonSerializer.Serialize(new { bench = "layer", kind = "mixture", inputs = key.Inputs, installed = key.Experts, batch = key.Rows, cpu_us = Math.Round(LayerFigure.Median(figure.Whole), 2), gate_us = Math.Round(LayerFigure.Median(figure.Gate), 2), rest_us = Math.Round(figure.Rest, 2), growth = Math.Round(growth, 3), read_us = Math.Round(read, 2) }));
                output.WriteLine($"{key.Inputs,11} {key.Rows,6} {key.Experts,9} {LayerFigure.Median(figure.Whole),12:F2} {$"{figure.Whole.Min():F2} to {figure.Whole.Max():F2}",15} {LayerFigure.Median(figure.Gate),11:F2} {figure.Rest,9:F2} {growth,7:F2} {read,14:F2} {(growth <= MostGrowth ? "" : $"MISSED: at most {MostGrowth}")}");
            }
        }
    }
}
