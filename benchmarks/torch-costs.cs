#:property UsesTorch=true
#:property PublishAot=false
#:property NoWarn=$(NoWarn);CA1050;CS1591;CA2000;CA1303;RS0030;CA1848

// What small operators cost through TorchSharp, as ratios of CPU time within one run: dotnet run benchmarks/torch-costs.cs -c Release
using System.Diagnostics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

const int Rounds = 41, Calls = 4000;
MoECollab.Torch.Libtorch.SetThreads(1);
Tensor a = rand(4, 4), b = rand(4, 4), row = rand(64);
var (values, buffer) = (new float[64], new float[64]);
(string Name, string Base, Action Run)[] costs =
[
    ("a + b", "a + b", () => (a + b).Dispose()),
    ("a * b", "a * b", () => (a * b).Dispose()),
    ("a + 1", "a + b", () => (a + 1).Dispose()),
    ("a * 2f", "a * b", () => (a * 2f).Dispose()),
    ("a.add_(b)", "a + b", () => a.add_(b)),
    ("tensor(float[64])", "a + b", () => tensor(values).Dispose()),
    ("span over bytes, copied", "span over bytes, copied", () => MemoryMarshal.Cast<byte, float>(row.bytes).CopyTo(buffer)),
    ("data<float>().CopyTo", "span over bytes, copied", () => row.data<float>().CopyTo(buffer)),
];

var times = costs.ToDictionary(cost => cost.Name, _ => new double[Rounds]);
var order = new Random(1);
for (var round = -1; round < Rounds; round++)
{
    order.Shuffle(costs);
    foreach (var (name, _, run) in costs)
    {
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        for (var call = 0; call < Calls; call++)
            run();
        if (round >= 0)
            times[name][round] = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalNanoseconds / Calls;
    }
}

Console.WriteLine($"{"",-26} {"ns",7} {"times",6}  of");
foreach (var (name, to, _) in costs.OrderBy(cost => cost.Base + cost.Name, StringComparer.Ordinal))
    Console.WriteLine(FormattableString.Invariant($"{name,-26} {Median(times[name]),7:F0} {Median([.. times[name].Zip(times[to], (own, other) => own / Math.Max(1, other))]),6:F1}  {to}"));

static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
