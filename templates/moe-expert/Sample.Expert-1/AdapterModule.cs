using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Sample.Expert_1;

/// <summary>o = V·(h + W_up·relu(W_down·h)) + b.</summary>
internal sealed class AdapterModule : nn.Module<Tensor, Tensor>
{
    private const int Rank = 16;

    // The names of the fields are the names of the tensors in the weight file.
    private readonly Linear down;
    private readonly Linear up;
    private readonly Linear head;

    public AdapterModule(int hidden, int classes)
        : base(nameof(AdapterModule))
    {
        down = nn.Linear(hidden, Rank, hasBias: false);
        up = nn.Linear(Rank, hidden, hasBias: false);
        head = nn.Linear(hidden, classes);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var adapted = input + up.call(nn.functional.relu(down.call(input)));   // [B, d]
        return head.call(adapted).MoveToOuterDisposeScope();                    // [B, C]
    }
}
