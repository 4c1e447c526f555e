using MoECollab.Errors;
using MoECollab.Weights;

namespace MoECollab.Training.Fitting;

/// <summary>
/// The file from which a killed training continues: weights, best weights, the optimiser's state, the place in the order of examples.
/// Written beside its target and renamed, so that a kill leaves either the old one or the new one.
/// </summary>
internal sealed class Checkpoint(string? folder, string identity)
{
    private const string FileName = "fit.safetensors";
    private const string CurrentPrefix = "current/";
    private const string BestPrefix = "best/";
    private const string OptimiserName = "optimiser";
    private const string IdentityName = "identity";

    private readonly string? _path = folder is null ? null : Path.Combine(folder, FileName);

    /// <summary>Writes the checkpoint; nothing where the run has no folder for one.</summary>
    public void Save(ModuleWeights weights, TorchSharp.Modules.OptimizerHelper optimiser, FitState state)
    {
        if (_path is null) return;
        using var buffer = new MemoryStream();
        using (var writer = new BinaryWriter(buffer)) optimiser.save_state_dict(writer);
        var bytes = buffer.ToArray();
        var metadata = state.ToMetadata();
        metadata[IdentityName] = identity;
        NamedWeights[] all =
        [
            .. weights.Copy(CurrentPrefix),
            .. state.Best.Select(best => best with { Name = BestPrefix + best.Name }),
            new NamedWeights(OptimiserName, WeightType.U8, [bytes.Length], bytes),
        ];
        WeightWriter.Write(_path, all, metadata);
    }

    /// <summary>Continues from the file, if there is a sound one of the same identity.</summary>
    /// <returns>Whether it was continued; otherwise nothing was changed.</returns>
    public bool TryRestore(ModuleWeights weights, TorchSharp.Modules.OptimizerHelper optimiser, FitState state)
    {
        if (_path is null || !File.Exists(_path)) return false;
        try
        {
            using var file = WeightFile.Open(_path);
            if (file.Metadata.GetValueOrDefault(IdentityName) != identity || !weights.Fit(file, CurrentPrefix)) return false;
            using (var reader = new BinaryReader(new MemoryStream(file.RawBytes(OptimiserName).ToArray()))) optimiser.load_state_dict(reader);
            weights.Restore(Read(file, CurrentPrefix), CurrentPrefix);
            state.Read(file.Metadata);
            state.Best = [.. Read(file, BestPrefix).Select(best => best with { Name = best.Name[BestPrefix.Length..] })];
            return true;
        }
        catch (WeightFileException)
        {
            // A file that is no checkpoint (an older format, a full disk) costs the time to start anew, not the training.
            return false;
        }
    }

    /// <summary>Removes the file: the training is over and its result written.</summary>
    public void Remove()
    {
        if (_path is not null) File.Delete(_path);
    }

    private static IEnumerable<NamedWeights> Read(WeightFile file, string prefix) => file.Entries.Values
        .Where(entry => entry.Name.StartsWith(prefix, StringComparison.Ordinal))
        .Select(entry => new NamedWeights(entry.Name, entry.Type, entry.Shape, file.RawBytes(entry.Name).ToArray()));
}
