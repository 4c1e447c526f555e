using MoECollab.Experts;
using MoECollab.Gating.Numerics;
using MoECollab.Gating.Numerics.Panels;
using MoECollab.Inputs;
using MoECollab.Outputs;
using static TorchSharp.torch;

namespace MoECollab.Mixture.Executing;

/// <summary>Runs one expert on its rows and checks what it returns. Whatever it does, short of cancellation, becomes a reason; it never stops the others.</summary>
internal static class ExpertRunner
{
    /// <summary>Runs an expert on tensors.</summary>
    public static ExpertRows Run(ExpertSlot slot, IReadOnlyList<RawInput> inputs, Tensor? hidden, CancellationToken cancellation)
    {
        try
        {
            using var scope = NewDisposeScope();
            using var output = slot.Expert.Run(new ExpertBatch(inputs, hidden) { Cancellation = cancellation });
            return output is null ? ExpertRows.Failed(inputs.Count, "returned nothing") : Check(slot, output, inputs.Count);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return ExpertRows.Failed(inputs.Count, Threw(fault));
        }
    }

    /// <summary>Runs an expert on one input in host memory. Returns what went wrong, or null.</summary>
    public static string? RunDirectly(IDirectExpert expert, ReadOnlySpan<char> text, ReadOnlySpan<float> hidden, Span<float> probabilities)
    {
        try
        {
            expert.Run(text, hidden, probabilities);
            return RowCheck.FaultOfProbabilities(probabilities);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return Threw(fault);
        }
    }

    /// <summary>Runs a built-in expert on rows of hidden vectors where they are.</summary>
    /// <param name="expert">The expert.</param>
    /// <param name="hidden">Hidden vectors, one after the other.</param>
    /// <param name="size">d.</param>
    /// <param name="rows">Which of them.</param>
    /// <param name="probabilities">Receives [R, C].</param>
    /// <param name="faults">Receives what is wrong with each row, or null.</param>
    public static unsafe void RunRows(IRowLogits expert, ReadOnlySpan<float> hidden, int size, ReadOnlySpan<int> rows, Span<float> probabilities, Span<string?> faults)
    {
        try
        {
            fixed (float* vectors = hidden)
            fixed (int* chosen = rows)
                expert.Logits(new RowPlaces(vectors, size, chosen), rows.Length, probabilities);
            var columns = probabilities.Length / rows.Length;
            for (var row = 0; row < rows.Length; row++)
                faults[row] = RowCheck.Normalise(probabilities.Slice(row * columns, columns));
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            faults.Fill(Threw(fault));
        }
    }

    private static string Threw(Exception fault) => $"threw {fault.GetType().Name}: {fault.Message}";

    private static ExpertRows Check(ExpertSlot slot, ExpertOutput output, int rows) => slot.Space switch
    {
        TextSpace => CheckTexts(output, rows),
        VectorSpace => CheckValues(slot, output, rows, output.Kind == OutputKind.Vectors),
        _ => CheckValues(slot, output, rows, output.Kind is OutputKind.Logits or OutputKind.Probabilities),
    };

    private static ExpertRows CheckTexts(ExpertOutput output, int rows)
    {
        if (output.Texts is null)
            return ExpertRows.Failed(rows, $"returned {output.Kind} where texts were declared");
        return output.Texts.Count == rows
            ? new ExpertRows([], [.. output.Texts], null)
            : ExpertRows.Failed(rows, $"returned {output.Texts.Count} texts for {rows} inputs");
    }

    private static ExpertRows CheckValues(ExpertSlot slot, ExpertOutput output, int rows, bool isDeclaredKind)
    {
        if (!isDeclaredKind || output.Values is null)
            return ExpertRows.Failed(rows, $"returned {output.Kind} where {(slot.Space is VectorSpace ? "vectors" : "class probabilities")} were declared");
        var shape = output.Values.shape;
        if (shape.Length != 2 || shape[0] != rows || shape[1] != slot.Columns)
            return ExpertRows.Failed(rows, $"returned shape [{string.Join(", ", shape)}] where [{rows}, {slot.Columns}] was expected");

        var values = HostMemory.Read(output.Values); // [R, columns]
        string?[]? faults = null;
        for (var row = 0; row < rows; row++)
        {
            var fault = FaultOf(output.Kind, values.AsSpan(row * slot.Columns, slot.Columns));
            if (fault is not null)
                (faults ??= new string?[rows])[row] = fault;
        }

        return new ExpertRows(values, null, faults);
    }

    private static string? FaultOf(OutputKind kind, Span<float> row) => kind switch
    {
        OutputKind.Logits => RowCheck.Normalise(row),
        OutputKind.Probabilities => RowCheck.FaultOfProbabilities(row),
        _ => RowCheck.NotFinite(row),
    };
}
