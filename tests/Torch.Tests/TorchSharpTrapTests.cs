using System.Diagnostics.CodeAnalysis;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MoECollab.Torch.Tests;

/// <summary>
/// What TorchSharp 0.107 does otherwise than its documentation or PyTorch, where this product goes round it (docs/torch.md). A test that fails here says that a
/// later version behaves otherwise: then the way round it can go.
/// </summary>
public sealed class TorchSharpTrapTests
{
    [Fact]
    [SuppressMessage("ApiDesign", "RS0030", Justification = "What it does wrong is what is shown")]
    public void Baddbmm_gives_its_operands_in_the_wrong_order_and_bmm_with_add_does_not()
    {
        using var scope = NewDisposeScope();
        Tensor a = tensor(new float[] { 1, 2, 3, 4 }, [1, 2, 2]), b = tensor(new float[] { 5, 6, 7, 8 }, [1, 2, 2]), c = tensor(new float[] { 1, 0, 2, 1 }, [1, 2, 2]);

        // a + b c = [1 + 5·1 + 6·2, 2 + 6·1; 3 + 7·1 + 8·2, 4 + 8·1]; c + a b = [1 + 19, 0 + 22; 2 + 43, 1 + 50]
        Assert.Equal([18f, 8f, 26f, 12f], b.bmm(c).add(a).data<float>().ToArray());
        Assert.Equal([20f, 22f, 45f, 51f], a.baddbmm(b, c).data<float>().ToArray());
    }

    [Fact]
    public void Every_parameter_stays_in_the_total_count_and_not_in_the_statistics_of_the_thread()
    {
        using (new Parameter(ones(3)))
        {
        }

        var (total, own) = (Tensor.TotalCount, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        for (var i = 0; i < 10; i++)
        {
            using var parameter = new Parameter(ones(3));
        }

        Assert.Equal((10, 0), (Tensor.TotalCount - total, DisposeScopeManager.Statistics.ThreadTotalLiveCount - own));
    }

    [Fact]
    public void Name_of_a_device_that_is_not_there_can_be_made_by_the_constructor_only()
    {
        Assert.SkipWhen(cuda.is_available(), "a CUDA device is available to libtorch");

        Assert.Equal("cuda:1", new Device(DeviceType.CUDA, 1).ToString());
        Assert.ThrowsAny<Exception>(() => device(DeviceType.CUDA, 1));
    }

    [Fact]
    public void Every_look_at_the_weight_of_an_embedding_makes_another_handle_to_it()
    {
        using var embedding = nn.Embedding(3, 4);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        using var first = embedding.weight!;
        using var second = embedding.weight!;

        Assert.NotSame(first, second);
        Assert.Equal(2, DisposeScopeManager.Statistics.ThreadTotalLiveCount - before);
    }

    [Fact]
    [SuppressMessage("Reliability", "CA2000", Justification = "The scopes dispose of it")]
    public void Tensor_moves_on_from_whichever_scope_has_it()
    {
        Tensor twice, once;
        using (NewDisposeScope())
        {
            using (var inner = NewDisposeScope())
            {
                twice = ones(1).MoveToOuterDisposeScope();
                twice.MoveToOuterDisposeScope();
                once = ones(1);
                inner.MoveToOuter(once);
                inner.MoveToOuter(once);
            }
        }

        Assert.Equal((false, true), (twice.IsInvalid, once.IsInvalid));
        twice.Dispose();
    }

    [Fact]
    public void Literal_zero_is_taken_for_a_type_and_not_for_a_dimension()
    {
        using var scope = NewDisposeScope();

        Assert.Empty(ones(2, 3).sum(0).shape);
        Assert.Equal([3L], ones(2, 3).sum(dim: 0).shape);
    }

    [Fact]
    public void Fault_of_libtorch_begins_with_a_line_for_people()
    {
        using var scope = NewDisposeScope();

        var fault = Assert.ThrowsAny<System.Runtime.InteropServices.ExternalException>(() => ones(2, 3).mm(ones(2, 3)));

        Assert.StartsWith("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)", fault.Message, StringComparison.Ordinal);
        Assert.Contains("\n", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_in_matmul_ends_the_process_and_one_in_mm_is_an_exception()
    {
        Assert.Equal(0, (await TorchChild.RunAsync(TorchChild.Multiply)).Code);

        var (code, error) = await TorchChild.RunAsync(TorchChild.MultiplyFatally);

        Assert.NotEqual(0, code);
        Assert.Contains("terminate called", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_static_member_of_torch_loads_libtorch_and_the_constructor_of_a_device_does_not() =>
        Assert.Equal(0, (await TorchChild.RunAsync(TorchChild.Load)).Code);

    [Fact]
    public async Task Threads_that_are_set_before_the_first_tensor_hold_from_it_on() =>
        Assert.Equal(0, (await TorchChild.RunAsync(TorchChild.SetThreads)).Code);
}
