using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.Products;

public sealed class ProductTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Tensor _a = tensor([1f, 2f, 3f, 4f], [2, 2]);
    private readonly Tensor _b = tensor([5f, 6f, 7f, 8f], [2, 2]);
    private readonly Tensor _v = tensor([1f, -1f]);

    public void Dispose()
    {
        _scope.Dispose();
        _a.Dispose();
        _b.Dispose();
        _v.Dispose();
    }

    [Fact]
    public void Matrix_products_match_the_hand_computation()
    {
        TensorAssert.Holds(_a.matmul(_b), [2, 2], 19, 22, 43, 50);
        TensorAssert.Holds(_a.mm(_b), [2, 2], 19, 22, 43, 50);
        TensorAssert.Holds(_a.mv(_v), [2], -1, -1);
        TensorAssert.Holds(_v.dot(tensor([3f, 5f])), [], -2);
        TensorAssert.Holds(_v.outer(tensor([3f, 5f])), [2, 2], 3, 5, -3, -5);
    }

    [Fact]
    public void Batches_of_matrices_multiply_one_by_one()
    {
        var batch = stack([_a, _b]);

        TensorAssert.Holds(batch.bmm(stack([_b, _a])), [2, 2, 2], 19, 22, 43, 50, 23, 34, 31, 46);
        TensorAssert.Close(batch.bmm(stack([_b, _a])), batch.matmul(stack([_b, _a])));
    }

    [Fact]
    public void Products_added_to_a_matrix_follow_beta_and_alpha()
    {
        TensorAssert.Holds(_a.addmm(_a, _b, 2, 0.5f), [2, 2], 11.5, 15, 27.5, 33);
        TensorAssert.Holds(_v.addmv(_a, _v), [2], 0, -2);
    }

    [Fact]
    public void Einsum_and_tensordot_agree_with_matmul()
    {
        TensorAssert.Close(_a.matmul(_b), einsum("ij,jk->ik", _a, _b));
        TensorAssert.Close(_a.matmul(_b), tensordot(_a, _b, 1));
    }
}
