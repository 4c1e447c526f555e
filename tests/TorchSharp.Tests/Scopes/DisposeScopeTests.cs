using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.Scopes;

public sealed class DisposeScopeTests
{
    [Fact]
    public void A_scope_disposes_what_was_made_in_it()
    {
        Tensor inside, outside = ones(1);

        using (NewDisposeScope())
        {
            inside = ones(1);
            Assert.False(inside.IsInvalid);
        }

        Assert.True(inside.IsInvalid);
        Assert.False(outside.IsInvalid);
        outside.Dispose();
        Assert.True(outside.IsInvalid);
    }

    [Fact]
    public void What_is_moved_out_lives_until_the_outer_scope_ends()
    {
        Tensor moved, dropped;

        using (NewDisposeScope())
        {
            using (NewDisposeScope())
            {
                moved = (ones(1) + 1).MoveToOuterDisposeScope();
                dropped = ones(1);
            }
            Assert.False(moved.IsInvalid);
            Assert.True(dropped.IsInvalid);
        }

        Assert.True(moved.IsInvalid);
    }

    [Fact]
    public void What_is_moved_out_of_the_outermost_scope_is_detached()
    {
        Tensor moved;

        using (var scope = NewDisposeScope())
        {
            moved = scope.MoveToOuter(ones(1));
        }

        Assert.False(moved.IsInvalid);
        moved.Dispose();
    }

    [Fact]
    public void What_is_detached_lives_until_its_owner_disposes_it()
    {
        Tensor first, second;

        using (var scope = NewDisposeScope())
        {
            first = ones(1).DetachFromDisposeScope();
            second = ones(1);
            scope.Detach(second);
            Assert.Equal(0, scope.DisposablesCount);
        }

        Assert.False(first.IsInvalid);
        Assert.False(second.IsInvalid);
        first.Dispose();
        second.Dispose();
    }

    [Fact]
    public void A_scope_takes_in_what_is_attached_to_it()
    {
        var tensor = ones(1);

        using (var scope = NewDisposeScope())
        {
            scope.Attach(tensor);
            Assert.True(scope.Contains(tensor));
        }

        Assert.True(tensor.IsInvalid);
    }

    [Fact]
    public void Tensors_move_between_any_two_scopes()
    {
        using var outer = NewDisposeScope();
        Tensor tensor;

        using (var inner = NewDisposeScope())
        {
            tensor = inner.MoveToOther(outer, ones(1));
            Assert.False(inner.Contains(tensor));
            Assert.True(outer.Contains(tensor));
        }

        Assert.False(tensor.IsInvalid);
    }

    [Fact]
    public void Everything_but_what_is_kept_is_disposed_and_the_scope_stays_open()
    {
        using var scope = NewDisposeScope();
        var (kept, dropped) = (ones(1), ones(1));

        scope.DisposeEverythingBut(kept);

        Assert.False(kept.IsInvalid);
        Assert.True(dropped.IsInvalid);
        Assert.Equal(1, scope.DisposablesCount);
        Assert.Same(scope, CurrentDisposeScope);
        scope.DisposeEverything();
        Assert.True(kept.IsInvalid);
    }

    [Fact]
    public void A_tensor_disposed_by_hand_leaves_its_scope()
    {
        using var scope = NewDisposeScope();
        var tensors = Enumerable.Range(0, 10).Select(_ => ones(1)).ToList();

        tensors[3].Dispose();
        tensors[9].Dispose();
        tensors[9].Dispose();

        Assert.Equal(8, scope.DisposablesCount);
        Assert.False(scope.Contains(tensors[3]));
        Assert.Equal(8, scope.DisposablesView.Count);
    }

    [Fact]
    public void Scopes_belong_to_their_thread()
    {
        using var scope = NewDisposeScope();
        Tensor? elsewhere = null;

        var thread = new Thread(() => elsewhere = ones(1));
        thread.Start();
        thread.Join();

        Assert.Equal(0, scope.DisposablesCount);
        elsewhere!.Dispose();
    }

    [Fact]
    public void Other_disposables_are_held_too()
    {
        var stream = new MemoryStream();

        using (var scope = NewDisposeScope()) scope.Attach(stream);

        Assert.False(stream.CanRead);
    }

    [Fact]
    public void A_wrapped_expression_leaves_only_its_result()
    {
        using var scope = NewDisposeScope();

        var result = WrappedTensorDisposeScope(() => ones(2) * 2 + 1);

        Assert.Equal(1, scope.DisposablesCount);
        TensorAssert.Holds(result, [2], 3, 3);
    }
}
