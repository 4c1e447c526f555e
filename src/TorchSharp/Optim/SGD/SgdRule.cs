using System.Numerics;
using TorchSharp.Operators;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>One step of gradient descent: g += λθ; b = μb + (1 - τ)g; g = b, or g + μb with Nesterov; θ -= ηg.</summary>
internal readonly unsafe struct SgdRule
{
    private readonly double _rate;
    private readonly double _momentum;
    private readonly double _dampening;
    private readonly double _decay;
    private readonly bool _nesterov;
    private readonly bool _maximize;

    private SgdRule(SGD.Options options)
    {
        _rate = options.LearningRate!.Value;
        _momentum = options.momentum!.Value;
        _dampening = options.dampening!.Value;
        _decay = options.weight_decay!.Value;
        _nesterov = options.nesterov!.Value;
        _maximize = options.maximize!.Value;
    }

    public static SgdRule Of(SGD.Options options) => new(options);

    /// <param name="parameter">θ, changed in place.</param>
    /// <param name="gradient">Handle of g; freed here.</param>
    /// <param name="state">Holds b.</param>
    public void Apply(Parameter parameter, nint gradient, SGD.State state)
    {
        if (!DenseFloats.TryOf(parameter, gradient, out var pair))
        {
            ByOperators(parameter, new Tensor(gradient), state);
            return;
        }

        using (pair)
        {
            float* buffer = null;
            var first = false;
            if (_momentum != 0)
            {
                first = state.momentum_buffer is null;
                state.momentum_buffer ??= empty_like(parameter).DetachFromDisposeScope();
                buffer = DenseFloats.Of(state.momentum_buffer);
            }
            InOnePass(pair, buffer, first);
        }
    }

    private void InOnePass(DenseFloats pair, float* buffer, bool first)
    {
        var sign = _maximize ? -1f : 1f;
        var (rate, decay, momentum) = ((float)-_rate, (float)_decay, (float)_momentum);
        var taken = (float)(1 - _dampening);
        var width = Vector<float>.Count;
        var i = 0L;
        for (; i <= pair.Count - width; i += width)
        {
            var value = Vector.Load(pair.Values + i);
            var step = Vector.Load(pair.Gradients + i) * sign;
            if (decay != 0)
                step = Vector.FusedMultiplyAdd(value, new Vector<float>(decay), step);
            if (buffer != null)
            {
                var kept = first ? step : Vector.FusedMultiplyAdd(step, new Vector<float>(taken), Vector.Load(buffer + i) * momentum);
                kept.Store(buffer + i);
                step = _nesterov ? Vector.FusedMultiplyAdd(kept, new Vector<float>(momentum), step) : kept;
            }
            Vector.FusedMultiplyAdd(step, new Vector<float>(rate), value).Store(pair.Values + i);
        }
        for (; i < pair.Count; i++)
        {
            var value = pair.Values[i];
            var step = pair.Gradients[i] * sign;
            if (decay != 0)
                step = MathF.FusedMultiplyAdd(value, decay, step);
            if (buffer != null)
            {
                var kept = first ? step : MathF.FusedMultiplyAdd(step, taken, buffer[i] * momentum);
                buffer[i] = kept;
                step = _nesterov ? MathF.FusedMultiplyAdd(kept, momentum, step) : kept;
            }
            pair.Values[i] = MathF.FusedMultiplyAdd(step, rate, value);
        }
    }

    private void ByOperators(Parameter parameter, Tensor gradient, SGD.State state)
    {
        if (_maximize)
            gradient = Aten.Call("neg", gradient);
        if (_decay != 0)
            gradient = Aten.Call("add.Tensor", gradient, parameter, _decay);
        if (_momentum != 0)
        {
            if (state.momentum_buffer is null)
            {
                state.momentum_buffer = gradient.clone().DetachFromDisposeScope();
            }
            else
            {
                Aten.InPlaceWithNumber("mul_.Tensor", state.momentum_buffer, _momentum);
                Aten.InPlace("add_.Tensor", state.momentum_buffer, gradient, 1 - _dampening);
            }
            gradient = _nesterov ? Aten.Call("add.Tensor", gradient, state.momentum_buffer, _momentum) : state.momentum_buffer;
        }
        Aten.InPlace("add_.Tensor", parameter, gradient, -_rate);
    }
}
