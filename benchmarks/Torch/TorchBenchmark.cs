using System.Text.Encodings.Web;
using System.Text.Json;
using static TorchSharp.torch;

namespace MoECollab.Benchmarks.Torch;

/// <summary>What the tensor runtime costs beside raw libtorch and beside Python: <c>moe bench torch</c>.</summary>
public static class TorchBenchmark
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Measures on one thread and writes a JSON line per figure, then a table; both say which limits hold.</summary>
    /// <param name="output">Where the figures go.</param>
    public static void Run(TextWriter output)
    {
        var threads = get_num_threads();
        set_num_threads(1);
        try
        {
            var rows = new List<(string Name, string Cost, double Ratio, double Limit)>();
            using var operators = new OperatorCosts();
            foreach (var cost in operators.Measure())
            {
                rows.Add((cost.Name, $"{cost.Nanoseconds:F0} ns", cost.Ratio, cost.Limit));
                WriteJson(output, cost.Name, "nsPerCall", cost.Nanoseconds, cost.Ratio, cost.Limit);
            }
            foreach (var cost in TrainingCosts.Measure())
            {
                rows.Add((cost.Name, $"{cost.Nanoseconds / 1000:F1} µs", cost.Ratio, cost.Limit));
                WriteJson(output, cost.Name, "nsPerStep", cost.Nanoseconds, cost.Ratio, cost.Limit);
            }
            if (rows.TrueForAll(row => !row.Name.Contains("python")))
                output.WriteLine("No Python with torch to compare training with: apt-get install python3-torch, or set MOE_PYTHON.");
            WriteTable(output, rows);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    private static void WriteJson(TextWriter output, string name, string unit, double value, double ratio, double limit)
    {
        var fields = new Dictionary<string, object> { ["benchmark"] = "torch", ["name"] = name, [unit] = Math.Round(value, 1), ["ratio"] = Math.Round(ratio, 3) };
        if (double.IsFinite(limit)) (fields["limit"], fields["holds"]) = (limit, ratio <= limit);
        output.WriteLine(JsonSerializer.Serialize(fields, Plain));
    }

    private static void WriteTable(TextWriter output, List<(string Name, string Cost, double Ratio, double Limit)> rows)
    {
        output.WriteLine($"{"",-50} {"CPU time",12} {"ratio",8} {"limit",8}");
        foreach (var (name, cost, ratio, limit) in rows)
        {
            var bound = double.IsFinite(limit) ? $"{limit,8:F2} {(ratio <= limit ? "holds" : "over")}" : "";
            output.WriteLine($"{name,-50} {cost,12} {ratio,8:F3} {bound}");
        }
    }
}
