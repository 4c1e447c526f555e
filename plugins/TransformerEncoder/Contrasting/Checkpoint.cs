using System.Globalization;
using MoECollab.TransformerEncoder.Networks;
using MoECollab.Weights;
using TorchSharp.Modules;

namespace MoECollab.TransformerEncoder.Contrasting;

/// <summary>What a killed training needs to go on with the same result: weights, optimizer and step. A folder counts once it has its final name.</summary>
/// <param name="folder">Where checkpoints lie; null: none are kept.</param>
/// <param name="purpose">Whatever must be equal for a checkpoint to be continued: seed, options, texts.</param>
internal sealed class Checkpoint(string? folder, string purpose)
{
    private const string Prefix = "step-";
    private const string WeightsName = "model.safetensors";
    private const string OptimizerName = "optimizer.bin";
    private const string PurposeName = "purpose";

    /// <summary>Restores the newest checkpoint of the same purpose.</summary>
    /// <returns>The number of steps done; 0 where there is none.</returns>
    public int Restore(TextTransformer network, AdamW optimizer)
    {
        if (folder is null || !Directory.Exists(folder))
            return 0;
        foreach (var (step, path) in Finished().OrderByDescending(entry => entry.Step))
        {
            using var weights = WeightFile.Open(Path.Combine(path, WeightsName));
            if (weights.Metadata.GetValueOrDefault(PurposeName) != purpose)
                continue;
            NetworkWeights.Load(network, weights);
            optimizer.load_state_dict(Path.Combine(path, OptimizerName));
            return step;
        }

        return 0;
    }

    /// <summary>Keeps the state after a step and drops older ones.</summary>
    public void Save(TextTransformer network, AdamW optimizer, int step)
    {
        if (folder is null)
            return;
        var target = Path.Combine(folder, Prefix + step.ToString("D9", CultureInfo.InvariantCulture));
        var partial = target + ".partial";
        if (Directory.Exists(partial))
            Directory.Delete(partial, recursive: true);
        Directory.CreateDirectory(partial);
        NetworkWeights.Save(network, Path.Combine(partial, WeightsName), new Dictionary<string, string> { [PurposeName] = purpose });
        optimizer.save_state_dict(Path.Combine(partial, OptimizerName));
        if (Directory.Exists(target))
            Directory.Delete(target, recursive: true);
        Directory.Move(partial, target);
        foreach (var (older, path) in Finished())
        {
            if (older < step)
                Directory.Delete(path, recursive: true);
        }
    }

    private (int Step, string Path)[] Finished() =>
        [.. from path in Directory.GetDirectories(folder!, Prefix + "*")
            let name = Path.GetFileName(path)[Prefix.Length..]
            where int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            select (int.Parse(name, CultureInfo.InvariantCulture), path)];
}
