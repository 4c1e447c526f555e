using System.Buffers;
using MoECollab.Experts;
using MoECollab.Gating.Numerics;
using MoECollab.Gating.Numerics.Panels;
using MoECollab.Mixture.Dispatching;
using MoECollab.Mixture.OnDevice;
using MoECollab.Outputs;
using static TorchSharp.torch;

namespace MoECollab.Mixture.Executing;

/// <summary>
/// Runs one expert on its rows and checks what it returns. Whatever it does becomes a reason; it never stops the others. That holds for an expert that gives up by
/// itself, as one does whose own call elsewhere timed out: only the caller's cancellation ends the batch.
/// </summary>
internal static class ExpertRunner
{
    /// <summary>Runs an expert on tensors.</summary>
    /// <param name="slot">The expert.</param>
    /// <param name="batch">R rows.</param>
    /// <param name="targets">Receive what it answers to each row, in host memory and checked.</param>
    /// <param name="faults">Receives why a row's answer cannot be used, or null.</param>
    /// <returns>R texts, where it answers in texts.</returns>
    public static IReadOnlyList<string>? Run(ExpertSlot slot, ExpertBatch batch, RowTargets targets, Span<string?> faults)
    {
        try
        {
            using var scope = slot.Space is TextSpace ? null : NewDisposeScope();
            using var output = slot.Expert.Run(batch);
            if (Misfit(slot, output, faults.Length) is { } misfit)
            {
                faults.Fill(misfit);
                return null;
            }

            if (output.Texts is not null)
                return TextsOf(output.Texts, faults);
            var values = HostMemory.View(output.Values!); // [R, columns]
            for (var row = 0; row < faults.Length; row++)
                faults[row] = targets.Take(output.Kind, row, values.Slice(row * slot.Columns, slot.Columns));
            return null;
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !batch.Cancellation.IsCancellationRequested)
        {
            faults.Fill(Threw(fault));
            return null;
        }
    }

    /// <summary>Runs an expert on one input in host memory. Returns what went wrong, or null.</summary>
    /// <param name="expert">The expert.</param>
    /// <param name="text">The input.</param>
    /// <param name="hidden">[d]; empty where it needs none.</param>
    /// <param name="probabilities">Receives [C].</param>
    /// <param name="cancellation">The caller's.</param>
    public static string? RunDirectly(IDirectExpert expert, ReadOnlySpan<char> text, ReadOnlySpan<float> hidden, Span<float> probabilities, CancellationToken cancellation)
    {
        try
        {
            expert.Run(text, hidden, probabilities);
            return RowCheck.FaultOfProbabilities(probabilities);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellation.IsCancellationRequested)
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

    /// <summary>
    /// The same for one row of a block, twice: a row alone would be summed in another order than one of several, and the answer would depend, in its last bit, on where blocks end.
    /// </summary>
    /// <param name="expert">The expert.</param>
    /// <param name="hidden">Hidden vectors, one after the other.</param>
    /// <param name="size">d.</param>
    /// <param name="row">Which of them.</param>
    /// <param name="probabilities">Receives [C].</param>
    /// <returns>What is wrong with the row, or null.</returns>
    public static unsafe string? RunTwice(IRowLogits expert, ReadOnlySpan<float> hidden, int size, int row, Span<float> probabilities)
    {
        var rented = ArrayPool<float>.Shared.Rent(2 * probabilities.Length);
        try
        {
            var rows = stackalloc int[] { row, row };
            fixed (float* vectors = hidden)
                expert.Logits(new RowPlaces(vectors, size, rows) { IsOneTwice = true }, 2, rented.AsSpan(0, 2 * probabilities.Length));
            rented.AsSpan(0, probabilities.Length).CopyTo(probabilities);
            return RowCheck.Normalise(probabilities);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return Threw(fault);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    /// <summary>Takes what a device answered in an expert's stead.</summary>
    /// <param name="slot">The expert.</param>
    /// <param name="answers">Have all rows of the slice.</param>
    /// <param name="slice">R entries.</param>
    /// <param name="probabilities">Receives [R, C].</param>
    /// <param name="faults">Receives what is wrong with each row, or null.</param>
    public static void TakeStacked(ExpertSlot slot, DeviceAnswers answers, DispatchSlice slice, Span<float> probabilities, Span<string?> faults)
    {
        try
        {
            slot.Stackable!.Answered(answers.Began, slice.Count);
            for (var row = 0; row < slice.Count; row++)
            {
                var own = probabilities.Slice(row * slot.Columns, slot.Columns);
                answers.Of(slice.Start + row)[..slot.Columns].CopyTo(own);
                faults[row] = RowCheck.Normalise(own);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            faults.Fill(Threw(fault));
        }
    }

    // As many as were asked for, whatever the list says of itself later.
    private static string[] TextsOf(IReadOnlyList<string> said, Span<string?> faults)
    {
        var texts = new string[faults.Length];
        for (var row = 0; row < texts.Length; row++)
        {
            texts[row] = said[row];
            if (texts[row] is null)
                faults[row] = "returned no text";
        }

        return texts;
    }

    // The first line: libtorch's own faults go on with twenty lines of its stack.
    private static string Threw(Exception fault) => $"threw {fault.GetType().Name}: {fault.Message.Split('\n')[0]}";

    // Why nothing that the expert returned can be used, or null.
    private static string? Misfit(ExpertSlot slot, ExpertOutput? output, int rows)
    {
        if (output is null)
            return "returned nothing";
        if (slot.Space is TextSpace)
        {
            if (output.Texts is null)
                return $"returned {output.Kind} where texts were declared";
            return output.Texts.Count == rows ? null : $"returned {output.Texts.Count} texts for {rows} inputs";
        }

        var isDeclaredKind = slot.Space is VectorSpace ? output.Kind == OutputKind.Vectors : output.Kind is OutputKind.Logits or OutputKind.Probabilities;
        if (!isDeclaredKind || output.Values is null)
            return $"returned {output.Kind} where {(slot.Space is VectorSpace ? "vectors" : "class probabilities")} were declared";
        var shape = output.Values.shape;
        return shape.Length == 2 && shape[0] == rows && shape[1] == slot.Columns
            ? null
            : $"returned shape [{string.Join(", ", shape)}] where [{rows}, {slot.Columns}] was expected";
    }
}
