using MoECollab.Errors;
using MoECollab.Gating.Numerics;
using MoECollab.Weights;
using static TorchSharp.torch;

namespace MoECollab.Gating.Scoring;

/// <summary>Where a network's parameters come from: the gate's weight file where there is one, seeded random numbers otherwise.</summary>
internal sealed class NetworkWeights : IDisposable
{
    private readonly WeightFile? _file;
    private readonly Device _device;
    private SeededNoise _noise;

    public NetworkWeights(string kind, GatingContext context, long seed)
    {
        if (context.TrainedFor.Count == 0)
        {
            throw new MoECollabException(
                "gate-without-experts", $"The scorer '{kind}' has no experts to score; expected at least one id in trainedFor. Train the gate, or use the scorer 'prototype'.");
        }

        _device = context.Device;
        _noise = new SeededNoise(seed, 0);
        _file = context.Files.Exists(NetworkScorer.WeightsPath) ? context.Files.OpenWeights(NetworkScorer.WeightsPath) : null;
    }

    /// <summary>A parameter [rows, columns] on the device: from the file, or uniform in ±1/√columns.</summary>
    public TorchSharp.Modules.Parameter Matrix(string name, int rows, int columns)
    {
        var values = _file is null ? Random(rows * columns, 1f / MathF.Sqrt(columns)) : _file.Floats(name, rows, columns).ToArray();
        using var matrix = HostMemory.Write(values, columns, _device);
        return new TorchSharp.Modules.Parameter(matrix);
    }

    /// <summary>A parameter [length] on the device: from the file, or zero.</summary>
    public TorchSharp.Modules.Parameter Vector(string name, int length)
    {
        var values = _file is null ? new float[length] : _file.Floats(name, length).ToArray();
        using var vector = tensor(values, device: _device);
        return new TorchSharp.Modules.Parameter(vector);
    }

    public void Dispose() => _file?.Dispose();

    private float[] Random(int count, float bound)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = bound * (float)((2 * _noise.Uniform()) - 1);
        return values;
    }
}
