using System.CommandLine;
using MoECollab.Benchmarks.Layer;
using MoECollab.Benchmarks.Predict;
using MoECollab.Benchmarks.Serve;
using MoECollab.Benchmarks.Text;
using MoECollab.Cli.CommandLine;
using MoECollab.Errors;
using MoECollab.Mixture.Devices;
using TorchSharp;

namespace MoECollab.Repository;

/// <summary><c>./moe bench NAME</c>: measurements beside the usual tools, as JSON lines and a table.</summary>
internal static class BenchCommand
{
    // What 'serve' starts in a process of its own: the least that a server can cost.
    private const string Floor = "serve-floor";

    private static readonly Argument<string> Name = new("name") { Description = "layer (the sparse layer, beside eight forms on TorchSharp, and on python3-torch where it is installed), train (n-gram training beside fastText, adapters beside python3-torch), predict (one text at a time through a whole mixture, beside fastText and python3-torch), serve (the host under load, beside FastAPI with python3-torch)" };
    private static readonly Option<int> Port = new("--port") { Description = "Where the floor of 'serve' listens", Hidden = true };
    private static readonly Option<string?> Data = new("--data") { Description = "Where data sets lie: <set>/train.jsonl …; default: $MOE_DATA" };

    private static readonly Option<string[]> Kinds = new("--kind") { Description = "layer: adapter, feed-forward, plugin, mixture; all where not given", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => ["adapter", "feed-forward", "plugin", "mixture"] };
    private static readonly Option<bool> Short = new("--short") { Description = "layer: a part of the grid, in about a minute" };

    private static readonly Option<bool> OnDevice = new("--stacked") { Description = "layer: the form of mixtures on a device, also with --device cpu (with cuda it is the only one)" };

    public static Command Create()
    {
        Name.AcceptOnlyFromAmong("layer", "train", "predict", "serve", Floor);
        var command = new Command("bench", "Measure beside the usual tools. Example: ./moe bench train --data DATA") { Name, Data, Kinds, Short, SharedOptions.Device, OnDevice, Port };
        command.SetAction(async (parsed, _) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            // It halves the products of PyTorch where the processor has wider registers than it names, and ours as far as they go through libtorch.
            if (Environment.GetEnvironmentVariable("OPENBLAS_CORETYPE") is { Length: > 0 } core)
                await output.WriteLineAsync($"OPENBLAS_CORETYPE is {core}: OpenBLAS does not choose its kernels by the processor here. Unset it for figures that are to be compared.");
            switch (parsed.GetRequiredValue(Name))
            {
                case "layer":
                    Layer(parsed, output);
                    break;
                case "serve":
                    await ServeBenchmark.RunAsync(SourceTree.Built(Path.Combine(SourceTree.Find(), "src", "Cli", "MoECollab.Cli.csproj"), "moe"), [.. ThisProgram(), "bench", Floor], output);
                    break;
                case Floor:
                    await EchoServer.RunAsync(parsed.GetValue(Port));
                    break;
                case "predict":
                    PredictBenchmark.Run(DataFolder(parsed), output);
                    break;
                default:
                    TrainBenchmark.Run(DataFolder(parsed), output);
                    break;
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static void Layer(ParseResult parsed, TextWriter output)
    {
        var (device, kinds, isShort) = (DeviceChoice.Parse(parsed.GetRequiredValue(SharedOptions.Device)).Device, parsed.GetValue(Kinds)!, parsed.GetValue(Short));
        if (device.type == DeviceType.CPU && !parsed.GetValue(OnDevice))
            LayerBenchmark.Run(output, kinds, isShort);
        else
            DeviceBenchmark.Run(output, device, kinds, isShort);
    }

    // Under 'dotnet PROGRAM.dll' the process is dotnet, and the program its first argument.
    private static string[] ThisProgram() => Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet" ? [Environment.ProcessPath!, typeof(BenchCommand).Assembly.Location] : [Environment.ProcessPath!];

    private static string DataFolder(ParseResult parsed)
    {
        var folder = parsed.GetValue(Data) ?? Environment.GetEnvironmentVariable("MOE_DATA");
        return folder is not null && Directory.Exists(folder)
            ? folder
            : throw new MoECollabException("data-not-found", $"No data sets: looked in {folder ?? "nothing, since neither --data nor MOE_DATA is given"}. The folder holds <set>/train.jsonl and test.jsonl.");
    }
}
