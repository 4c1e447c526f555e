namespace TorchSharp;

/// <summary>Splits an index expression, as Python's does, into a view by numbers and slices and the tensors that index what is left.</summary>
internal static class IndexExpression
{
    /// <returns>The view, and the tensors for its dimensions (null: whole dimension), or null where there are none.</returns>
    internal static (torch.Tensor View, torch.Tensor?[]? Tensors) Resolve(torch.Tensor source, torch.TensorIndex[] indices)
    {
        var view = source;
        var tensors = new List<torch.Tensor?>();
        long dimension = 0;
        for (var i = 0; i < indices.Length; i++)
        {
            var index = indices[i];
            switch (index.Kind)
            {
                case torch.IndexKind.Number:
                    view = view.select(dimension, index.Start!.Value);
                    break;
                case torch.IndexKind.Slice:
                    view = Sliced(view, dimension++, index);
                    tensors.Add(null);
                    break;
                case torch.IndexKind.NewDimension:
                    view = view.unsqueeze(dimension++);
                    tensors.Add(null);
                    break;
                case torch.IndexKind.Ellipsis:
                    for (var end = view.Dimensions - Consumed(indices.AsSpan(i + 1)); dimension < end; dimension++) tensors.Add(null);
                    break;
                case torch.IndexKind.Truth:
                    view = view.unsqueeze(dimension);
                    dimension++;
                    tensors.Add(index.Start != 0 ? torch.zeros(1, torch.int64) : torch.empty(0, torch.int64));
                    break;
                case torch.IndexKind.Tensor:
                    tensors.Add(index.Indices);
                    dimension += DimensionsOf(index.Indices!);
                    break;
            }
        }
        return (view, tensors.TrueForAll(tensor => tensor is null) ? null : [.. tensors]);
    }

    private static torch.Tensor Sliced(torch.Tensor view, long dimension, torch.TensorIndex index)
    {
        if (index is { Start: null, Stop: null, Step: null }) return view;
        return view.slice(dimension, index.Start ?? 0, index.Stop ?? long.MaxValue, index.Step ?? 1);
    }

    private static long Consumed(ReadOnlySpan<torch.TensorIndex> indices)
    {
        long count = 0;
        foreach (var index in indices)
        {
            count += index.Kind switch
            {
                torch.IndexKind.Number or torch.IndexKind.Slice => 1,
                torch.IndexKind.Tensor => DimensionsOf(index.Indices!),
                _ => 0,
            };
        }
        return count;
    }

    // A mask covers as many dimensions as it has.
    private static long DimensionsOf(torch.Tensor index) =>
        index.dtype is torch.ScalarType.Bool or torch.ScalarType.Byte ? index.Dimensions : 1;
}
