using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.Errors;

public sealed class ErrorTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Shapes_that_do_not_broadcast_are_told_in_libtorchs_words()
    {
        var failure = Assert.ThrowsAny<ExternalException>(() => zeros(2, 3) + zeros(2, 4));

        Assert.Contains("The size of tensor a (3) must match the size of tensor b (4)", failure.Message);
    }

    [Fact]
    public void Matrices_that_do_not_fit_are_told_in_libtorchs_words()
    {
        var failure = Assert.ThrowsAny<ExternalException>(() => zeros(2, 3).mm(zeros(2, 3)));

        Assert.Contains("cannot be multiplied", failure.Message);
    }

    [Fact]
    public void An_index_out_of_range_is_an_error_and_the_next_call_works()
    {
        var t = zeros(2, 3);

        Assert.ThrowsAny<ExternalException>(() => t.index_select(0, tensor([5L])));
        Assert.ThrowsAny<ExternalException>(() => t.reshape(4, 4));
        TensorAssert.Holds(t.sum(), [], 0);
    }

    [Fact]
    public void Reading_another_element_type_than_the_tensors_is_refused()
    {
        Assert.Throws<ArgumentException>(() => zeros(1).item<long>());
        Assert.Throws<ArgumentException>(() => zeros(2).item<float>());
        Assert.Throws<ArgumentException>(() => zeros(2).data<double>());
    }

    [Fact]
    public void Backward_without_history_is_an_error() =>
        Assert.ThrowsAny<ExternalException>(() => ones(1).backward());
}
