using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Torch;
using MoECollab.Training.Examples;
using MoECollab.Training.Experts;
using static TorchSharp.torch;

namespace MoECollab.Training.Tests.Synthetic;

/// <summary>A process that does nothing but train, to be killed: this test program, started again with a folder in its environment.</summary>
internal static class TrainingChild
{
    private const string FolderVariable = "MOE_TRAINING_CHILD";

    /// <summary>Starts the training in a process of its own.</summary>
    public static Process Start(string folder)
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet") start.ArgumentList.Add(typeof(TrainingChild).Assembly.Location);
        start.Environment[FolderVariable] = folder;
        return Process.Start(start)!;
    }

    /// <summary>The training that it does; in-process it can be continued.</summary>
    public static void Train(string folder)
    {
        var examples = LetterTexts.Make("letters", ["abc", "def", "ghi"], 200, 1);
        new ExpertTrainer(TimeProvider.System).Train(new LinearExpertFactory(), new ExpertName("letters", "1.0.0"), new ExpertTraining
        {
            OutputFolder = Directory.CreateDirectory(Path.Combine(folder, "out")).FullName,
            CheckpointFolder = Directory.CreateDirectory(Path.Combine(folder, "checkpoint")).FullName,
            Device = CPU,
            Seed = 3,
            Logger = NullLogger.Instance,
            Labels = LabelledInputs.Labels(examples),
            Examples = examples,
            Validation = [],
            Encoder = new LetterEncoder(),
            Options = new Dictionary<string, string> { ["epochs"] = "60", ["patience"] = "60", ["batch"] = "100", ["checkpoint-seconds"] = "0" },
        });
    }

    // Before the test runner's own entry point.
    [ModuleInitializer]
    internal static void TrainIfAsked()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is not { } folder) return;
        // The build's own initialiser may come later.
        Libtorch.LoadOnDemand();
        Train(folder);
        Environment.Exit(0);
    }
}
