using MoECollab.Encoders;
using MoECollab.Errors;
using MoECollab.Experts;
using MoECollab.Inputs;
using MoECollab.Outputs;
using MoECollab.Training.Fitting;
using static TorchSharp.torch;

namespace MoECollab.Training.Experts;

/// <summary>The class probabilities that a frozen expert gives to many inputs, batch by batch.</summary>
internal static class ExpertScores
{
    private const int BatchSize = 256;

    /// <summary>Probabilities of every class, for every input.</summary>
    /// <param name="id">Names the expert in messages.</param>
    /// <param name="expert">The expert; its output space has classes.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="hidden">Their hidden vectors; null where the expert needs none.</param>
    /// <param name="receive">Called for every row with its number and its probabilities, [classes].</param>
    public static void Probabilities(string id, IExpert expert, IReadOnlyList<RawInput> inputs, EncodedInputs? hidden, RowReceiver receive) =>
        Probabilities(id, expert, inputs, [.. Enumerable.Range(0, inputs.Count)], hidden, receive);

    /// <summary>Probabilities of every class, for some of the inputs.</summary>
    /// <param name="id">Names the expert in messages.</param>
    /// <param name="expert">The expert; its output space has classes.</param>
    /// <param name="inputs">All inputs.</param>
    /// <param name="rows">The numbers of those to run.</param>
    /// <param name="hidden">The hidden vectors of all inputs; null where the expert needs none.</param>
    /// <param name="receive">Called for each of the rows with its number and its probabilities, [classes].</param>
    public static void Probabilities(string id, IExpert expert, IReadOnlyList<RawInput> inputs, int[] rows, EncodedInputs? hidden, RowReceiver receive)
    {
        var classes = ClassesOf(id, expert).Labels.Count;
        for (var start = 0; start < rows.Length; start += BatchSize)
        {
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            var numbers = rows.AsSpan(start, Math.Min(BatchSize, rows.Length - start)).ToArray();
            RawInput[] batch = [.. numbers.Select(row => inputs[row])];
            var needsHidden = expert.Traits.Needs.HasFlag(InputNeeds.Hidden);
            using var output = expert.Run(new ExpertBatch(batch, needsHidden ? hidden?.Rows(numbers) : null));
            var values = output.Values ?? throw Unusable(id, output.Kind.ToString());
            var probabilities = output.Kind == OutputKind.Logits ? values.softmax(1) : values;
            var host = HostFloats.Read(probabilities);
            if (host.Length != batch.Length * classes) throw Unusable(id, $"{output.Kind} [{string.Join(", ", values.shape)}]");
            for (var i = 0; i < numbers.Length; i++) receive(numbers[i], host.AsSpan(i * classes, classes));
        }
    }

    /// <summary>The expert's classes.</summary>
    /// <exception cref="MoECollabException">It answers something else (<c>expert-output</c>).</exception>
    public static ClassSpace ClassesOf(string id, IExpert expert) => expert.Output as ClassSpace ?? throw Unusable(id, expert.Output.GetType().Name);

    /// <summary>The hidden vectors of the inputs, where any of the experts needs them.</summary>
    public static EncodedInputs? Encode(IEnumerable<InputNeeds> needs, IEncoder? encoder, IReadOnlyList<RawInput> inputs, ProgressPulse? pulse, CancellationToken cancellation)
    {
        if (inputs.Count == 0 || !needs.Any(need => need.HasFlag(InputNeeds.Hidden))) return null;
        if (encoder is null)
            throw new MoECollabException("encoder-missing", "Hidden vectors are needed, and there is no encoder; name one with --encoder.");
        return EncodedInputs.Encode(encoder, inputs, pulse, cancellation);
    }

    private static MoECollabException Unusable(string id, string found) =>
        new("expert-output", $"The expert '{id}' answers {found}; training, calibration and gates need class probabilities or logits for its declared classes.");

    /// <summary>Receives the probabilities of one row.</summary>
    public delegate void RowReceiver(int row, ReadOnlySpan<float> probabilities);
}
