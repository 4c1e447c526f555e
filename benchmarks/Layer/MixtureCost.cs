using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Benchmarks.Torch;
using MoECollab.Experts;
using MoECollab.Gating;
using MoECollab.Gating.Composing;
using MoECollab.Inputs;
using MoECollab.Mixture;
using MoECollab.Mixture.Kinds;
using MoECollab.Mixture.Mixing;
using static TorchSharp.torch;

namespace MoECollab.Benchmarks.Layer;

/// <summary>What an answer of a whole mixture costs at k = 1 as more experts are installed: linear gate, adapters with r = 32 and 25 labels each, d = 256. What the gate takes alone is measured beside it.</summary>
internal static class MixtureCost
{
    private const int Size = 256;
    private const int Labels = 25;
    private const int Inputs = 4096;
    private const double MostGrowth = 1.15;

    public static void Run(TextWriter output, bool isShort)
    {
        var encoder = new PlacedVectors(Size, Inputs);
        RawInput[] inputs = [.. Enumerable.Range(0, Inputs).Select(i => new RawInput(i.ToString(System.Globalization.CultureInfo.InvariantCulture)))];
        int[] installed = isShort ? [4, 256] : [4, 16, 64, 256, 1024];
        int[] batches = [1, 8, 32];
        using var scope = NewDisposeScope();
        var systems = installed.Select(experts => Build(experts, encoder)).ToArray();
        var figures = new Dictionary<(int Experts, int Rows), (List<double> Whole, List<double> Gate)>();
        var rounds = isShort ? 5 : 9;
        for (var round = -2; round < rounds; round++)
        {
            foreach (var rows in batches)
            {
                for (var i = 0; i < systems.Length; i++)
                {
                    var (whole, gate) = Time(systems[i], inputs, encoder, rows);
                    if (round < 0)
                        continue;
                    if (!figures.TryGetValue((installed[i], rows), out var known))
                        figures[(installed[i], rows)] = known = ([], []);
                    known.Whole.Add(whole);
                    known.Gate.Add(gate);
                }
            }
        }

        Write(output, installed, batches, figures);
        foreach (var (_, gate) in systems)
            gate.Dispose();
    }

    private static (ExpertMixture Mixture, ComposedGate Gate) Build(int experts, PlacedVectors encoder)
    {
        string[] ids = [.. Enumerable.Range(0, experts).Select(i => $"expert{i:0000}")];
        var file = new GateFile { Id = "gate", Version = "1.0.0", TrainedFor = ids, Scorer = new GateComponent("linear"), Selector = new GateComponent("top-k") };
        var gate = new GateBuilder(GatingRegistry.BuiltIn, NullLogger.Instance).Build(file, NoFiles.Instance, new GateSurroundings(encoder.Description, CPU, new GateOptions()));
        var factory = (ITrainableExpertFactory)BuiltInKinds.Find("adapter");
        MixtureExpert[] made = [.. ids.Select(id =>
        {
            var expert = factory.CreateUntrained(new ExpertContext
            {
                Id = id,
                Version = "1.0.0",
                Device = CPU,
                Encoder = encoder.Description,
                Files = NoFiles.Instance,
                Labels = [.. Enumerable.Range(0, Labels).Select(label => $"{id}/{label:00}")],
                Options = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase),
                Logger = NullLogger.Instance,
            });
            return new MixtureExpert(new ExpertDescriptor(id, "1.0.0", expert.Output), expert);
        })];
        return (new ExpertMixture(encoder, gate, made, new MixtureOptions()), gate);
    }

    // The gate alone is asked what the mixture asks it, with the hidden vectors at hand.
    private static (double Whole, double Gate) Time((ExpertMixture Mixture, ComposedGate Gate) system, RawInput[] inputs, PlacedVectors encoder, int rows)
    {
        var request = MixtureRequest.Plain;
        var batches = inputs.Chunk(rows).ToArray();
        var start = ThreadCpuClock.Nanoseconds;
        foreach (var batch in batches)
            _ = system.Mixture.TryAnswer(batch, request);
        var whole = ThreadCpuClock.Nanoseconds - start;

        start = ThreadCpuClock.Nanoseconds;
        for (var i = 0; i < batches.Length; i++)
        {
            var asked = new RoutingRequest(system.Mixture.Snapshot, batches[i], null);
            var hidden = encoder.Rows(i * rows, batches[i].Length);
            _ = rows == 1 ? [system.Gate.DecideDirectly(asked, hidden)] : system.Gate.DecideDirectlyAll(asked, hidden);
        }

        return (whole / 1e3 / inputs.Length, (ThreadCpuClock.Nanoseconds - start) / 1e3 / inputs.Length);
    }

    private static void Write(TextWriter output, int[] installed, int[] batches, Dictionary<(int Experts, int Rows), (List<double> Whole, List<double> Gate)> figures)
    {
        output.WriteLine($"{"installed",9} {"batch",6} {"µs an input",12} {"range",15} {"gate alone",11} {"the rest",9} {"growth",7}");
        foreach (var rows in batches)
        {
            var first = 0.0;
            foreach (var experts in installed)
            {
                var (whole, gate) = (figures[(experts, rows)].Whole, figures[(experts, rows)].Gate);
                var rest = LayerFigure.Median([.. whole.Zip(gate, (all, part) => all - part)]);
                first = experts == installed[0] ? rest : first;
                var (all, alone) = (LayerFigure.Median(whole), LayerFigure.Median(gate));
                output.WriteLine(JsonSerializer.Serialize(new { bench = "layer", kind = "mixture", installed = experts, batch = rows, cpu_us = Math.Round(all, 2), gate_us = Math.Round(alone, 2), rest_us = Math.Round(rest, 2), growth = Math.Round(rest / first, 3) }));
                output.WriteLine($"{experts,9} {rows,6} {all,12:F2} {$"{whole.Min():F2} to {whole.Max():F2}",15} {alone,11:F2} {rest,9:F2} {rest / first,7:F2} {(rest / first <= MostGrowth ? "" : $"MISSED: at most {MostGrowth}")}");
            }
        }
    }
}
