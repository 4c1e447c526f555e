using MoECollab.AdapterExpert.Modules;
using MoECollab.AdapterExpert.Options;
using static TorchSharp.torch;

namespace MoECollab.AdapterExpert.Direct;

/// <summary>A copy of the parameters in host memory, laid out for one input at a time.</summary>
internal sealed class HostWeights
{
    private readonly AdapterShape _shape;
    private readonly Activation _activation;
    private readonly float[] _down;       // [r, d]
    private readonly float[] _downBias;   // [r], or empty
    private readonly float[] _up;         // [r, d]: W_up transposed, so that a code of 0 skips its row
    private readonly float[] _upBias;     // [d], or empty
    private readonly float[] _head;       // [C, d]
    private readonly float[] _headBias;   // [C]

    /// <summary>Copies the parameters.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="activation">σ.</param>
    /// <param name="module">The parameters; borrowed.</param>
    public HostWeights(AdapterShape shape, Activation activation, nn.Module module)
    {
        _shape = shape;
        _activation = activation;
        _down = Copy(module, AdapterShape.Down);
        _downBias = Copy(module, AdapterShape.DownBias);
        _up = Transposed(Copy(module, AdapterShape.Up), shape.Hidden, shape.Width);
        _upBias = Copy(module, AdapterShape.UpBias);
        _head = Copy(module, AdapterShape.Head);
        _headBias = Copy(module, AdapterShape.HeadBias);
    }

    /// <summary>Class probabilities of one input; allocates nothing.</summary>
    /// <param name="hidden">h [d].</param>
    /// <param name="temperature">What logits are divided by.</param>
    /// <param name="probabilities">Receives softmax(o / temperature), [C].</param>
    public void Run(ReadOnlySpan<float> hidden, float temperature, Span<float> probabilities)
    {
        const int MostOnStack = 2048;
        Span<float> adapted = _shape.Hidden <= MostOnStack ? stackalloc float[_shape.Hidden] : new float[_shape.Hidden];
        hidden.CopyTo(adapted);
        for (var unit = 0; unit < _shape.Width; unit++)
        {
            var at = unit * _shape.Hidden;
            var code = HostAlgebra.Dot(_down.AsSpan(at, _shape.Hidden), hidden) + (_shape.Biases ? _downBias[unit] : 0);
            code = HostActivation.Of(_activation, code);
            if (code != 0)
                HostAlgebra.AddScaled(_up.AsSpan(at, _shape.Hidden), code, adapted);
        }

        if (_shape.Biases)
            HostAlgebra.AddScaled(_upBias, 1, adapted);
        for (var label = 0; label < _shape.Classes; label++)
            probabilities[label] = HostAlgebra.Dot(_head.AsSpan(label * _shape.Hidden, _shape.Hidden), adapted) + _headBias[label];
        HostAlgebra.Softmax(probabilities, temperature);
    }

    private static float[] Copy(nn.Module module, string name)
    {
        if (!module.has_parameter(name))
            return [];
        using var scope = NewDisposeScope();
        var host = module.get_parameter(name)!.detach().cpu().contiguous();
        using var data = host.data<float>();
        return data.ToArray();
    }

    private static float[] Transposed(float[] values, int rows, int columns)
    {
        var result = new float[values.Length];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
                result[(column * rows) + row] = values[(row * columns) + column];
        }

        return result;
    }
}
