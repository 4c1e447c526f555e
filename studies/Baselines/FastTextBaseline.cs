using System.Diagnostics;
using System.Text.Json;
using MoECollab.Errors;
using MoECollab.Inputs;
using MoECollab.Training.Examples;

namespace MoECollab.Studies.Baselines;

/// <summary>
/// fastText (Joulin et al. 2017) on the same rows, in a process of its own, so that it can run beside other work. Where Python or its module
/// is missing there is no result, and the reason is told.
/// </summary>
public sealed class FastTextBaseline(FastTextSettings settings)
{
    // The distribution's package puts the module where only the distribution's own interpreter looks.
    private static readonly string[] Interpreters = ["/usr/bin/python3", "python3"];

    /// <summary>Trains on the training rows and answers the test rows.</summary>
    /// <param name="training">Rows to learn from.</param>
    /// <param name="test">Rows to answer; their labels are not shown to it.</param>
    /// <param name="folder">An existing folder for its files, which are removed at the end.</param>
    /// <param name="cancellation">Ends the process.</param>
    /// <returns>The answers, or why there are none.</returns>
    /// <exception cref="MoECollabException">fastText is there and failed (<c>baseline-failed</c>).</exception>
    public async Task<FastTextResult> RunAsync(IReadOnlyList<LabelledInput> training, IReadOnlyList<LabelledInput> test, string folder, CancellationToken cancellation)
    {
        var work = Directory.CreateDirectory(Path.Combine(folder, "fasttext"));
        try
        {
            var labels = LabelledInputs.Labels(training);
            await WriteAsync(work.FullName, labels, training, test, cancellation);
            var printed = await ExecuteAsync(work.FullName, cancellation);
            if (printed is null) return new FastTextResult { Absent = "there is no python3; install python3-fasttext" };
            var output = JsonSerializer.Deserialize(printed, FastTextJson.Default.FastTextOutput)!;
            return output.Absent is null
                ? ResultOf(output, labels)
                : new FastTextResult { Absent = $"{output.Absent}; install python3-fasttext" };
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private FastTextResult ResultOf(FastTextOutput output, IReadOnlyList<string> labels) => new()
    {
        Answers = [.. output.Labels.Zip(output.Probabilities, (label, probability) => new FastTextAnswer(labels[FastTextLine.LabelOf(label)], Math.Clamp(probability, 0, 1)))],
        TrainingCpuSeconds = output.TrainingCpuSeconds,
        Microseconds = output.Microseconds,
        MultiplyAdds = (long)Math.Round((output.FeaturesPerText + labels.Count) * settings.Dimension),
        Parameters = (output.Words + (long)settings.Buckets + labels.Count) * settings.Dimension,
    };

    private async Task WriteAsync(string folder, IReadOnlyList<string> labels, IReadOnlyList<LabelledInput> training, IReadOnlyList<LabelledInput> test, CancellationToken cancellation)
    {
        var numberOf = labels.Select((label, index) => (label, index)).ToDictionary(pair => pair.label, pair => pair.index, StringComparer.Ordinal);
        var config = new FastTextConfig(settings.WordNgrams, settings.Dimension, settings.LearningRate, settings.Epochs, settings.Buckets, settings.Seed);
        await File.WriteAllTextAsync(Path.Combine(folder, "config.json"), JsonSerializer.Serialize(config, FastTextJson.Default.FastTextConfig), cancellation);
        // fastText learns in the order of the file: rows sorted by label would be unlearnt one class after the other.
        var shuffled = training.ToArray();
        new Random(settings.Seed).Shuffle(shuffled);
        await File.WriteAllLinesAsync(Path.Combine(folder, "train.txt"), shuffled.Select(example => FastTextLine.Of(numberOf[example.Label], example.Input.Text)), cancellation);
        await File.WriteAllLinesAsync(Path.Combine(folder, "test.txt"), test.Select(example => FastTextLine.Of(example.Input.Text)), cancellation);
        await using var script = typeof(FastTextBaseline).Assembly.GetManifestResourceStream(ScriptName)!;
        await using var file = File.Create(Path.Combine(folder, ScriptName));
        await script.CopyToAsync(file, cancellation);
    }

    private const string ScriptName = "fasttext_baseline.py";

    private static async Task<string?> ExecuteAsync(string folder, CancellationToken cancellation)
    {
        using var process = Start(Path.Combine(folder, ScriptName), folder);
        if (process is null) return null;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            var printed = await output;
            if (process.ExitCode == 0) return printed;
            throw new MoECollabException("baseline-failed", $"The fastText baseline ended with exit code {process.ExitCode}: {(await errors).Trim()} Remove python3-fasttext to go without it.");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static Process? Start(string script, string folder)
    {
        foreach (var interpreter in Interpreters)
        {
            var start = new ProcessStartInfo(interpreter) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            start.ArgumentList.Add(script);
            start.ArgumentList.Add(folder);
            start.Environment["OMP_NUM_THREADS"] = "1";
            try
            {
                return Process.Start(start);
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // Not there: the next one may be.
            }
        }

        return null;
    }
}
