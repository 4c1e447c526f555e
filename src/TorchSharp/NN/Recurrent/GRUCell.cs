using TorchSharp.Operators;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>One step of a gated recurrent unit (Cho et al. 2014). Parameters begin uniform within ±1/√hidden.</summary>
public sealed class GRUCell : nn.Module<Tensor, Tensor, Tensor>
{
    private const int Gates = 3;

    private readonly long _hiddenSize;

    [ComponentName(Name = nameof(weight_ih))]
    private Parameter? _inputWeight;

    [ComponentName(Name = nameof(weight_hh))]
    private Parameter? _hiddenWeight;

    [ComponentName(Name = nameof(bias_ih))]
    private Parameter? _inputBias;

    [ComponentName(Name = nameof(bias_hh))]
    private Parameter? _hiddenBias;

    internal GRUCell(long inputSize, long hiddenSize, bool bias, Device? device, ScalarType? dtype)
        : base(nameof(GRUCell))
    {
        _hiddenSize = hiddenSize;
        weight_ih = NewParameter.Empty([Gates * hiddenSize, inputSize], device, dtype);
        weight_hh = NewParameter.Empty([Gates * hiddenSize, hiddenSize], device, dtype);
        if (bias)
        {
            bias_ih = NewParameter.Empty([Gates * hiddenSize], device, dtype);
            bias_hh = NewParameter.Empty([Gates * hiddenSize], device, dtype);
        }

        var bound = hiddenSize > 0 ? 1 / Math.Sqrt(hiddenSize) : 0;
        foreach (var parameter in parameters())
            nn.init.uniform_(parameter, -bound, bound);
    }

    /// <summary>[3 · hidden, input]: reset, update, new. Setting disposes the one before.</summary>
    public Parameter? weight_ih
    {
        get => _inputWeight;
        set => Replace(ref _inputWeight, value, nameof(weight_ih));
    }

    /// <summary>[3 · hidden, hidden]. Setting disposes the one before.</summary>
    public Parameter? weight_hh
    {
        get => _hiddenWeight;
        set => Replace(ref _hiddenWeight, value, nameof(weight_hh));
    }

    /// <summary>[3 · hidden], or null. Setting disposes the one before.</summary>
    public Parameter? bias_ih
    {
        get => _inputBias;
        set => Replace(ref _inputBias, value, nameof(bias_ih));
    }

    /// <summary>[3 · hidden], or null. Setting disposes the one before.</summary>
    public Parameter? bias_hh
    {
        get => _hiddenBias;
        set => Replace(ref _hiddenBias, value, nameof(bias_hh));
    }

    /// <summary>The next hidden state.</summary>
    /// <param name="input">[batch, input].</param>
    /// <param name="h0">[batch, hidden]; zeros when null.</param>
    /// <returns>[batch, hidden].</returns>
    public override Tensor forward(Tensor input, Tensor? h0 = null)
    {
        if (h0 is not null)
            return Aten.Call("gru_cell", input, h0, _inputWeight, _hiddenWeight, _inputBias, _hiddenBias);
        using var start = zeros(input.shape[0], _hiddenSize, input.dtype, input.device);
        return Aten.Call("gru_cell", input, start, _inputWeight, _hiddenWeight, _inputBias, _hiddenBias);
    }
}
