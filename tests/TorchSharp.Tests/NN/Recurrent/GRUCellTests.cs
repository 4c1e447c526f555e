using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.NN.Recurrent;

public sealed class GRUCellTests
{
    // torch.manual_seed(1); g = nn.GRUCell(2, 3); g(torch.tensor([[1., 2.]]), torch.tensor([[.1, .2, .3]])), g(torch.tensor([[1., 2.]]))
    [Fact]
    public void Step_equals_PyTorch()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var cell = nn.GRUCell(2, 3);
        var input = tensor(new float[,] { { 1, 2 } });

        var next = cell.call(input, tensor(new float[,] { { 0.1f, 0.2f, 0.3f } }));
        var first = cell.forward(input);

        Values.AreClose([-0.25972718f, 0.270971596f, 0.191317022f], next);
        Values.AreClose([-0.334024668f, 0.171591446f, 0.0747214332f], first);
        Assert.Equal(["weight_ih", "weight_hh", "bias_ih", "bias_hh"], cell.state_dict().Keys);
    }
}
