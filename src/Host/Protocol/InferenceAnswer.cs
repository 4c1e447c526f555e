using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using MoECollab.Host.Scheduling;
using MoECollab.Mixture.Answering;
using MoECollab.Mixture.Explaining;

namespace MoECollab.Host.Protocol;

/// <summary>What a request of the protocol is answered with: the same over HTTP and gRPC.</summary>
internal sealed class InferenceAnswer(WorkResult result)
{
    private readonly IReadOnlyList<MixtureAnswer> _answers = [.. result.Outcomes.Select(outcome => outcome.Get())];

    public IReadOnlyList<ResponseParameter> Parameters
    {
        get
        {
            List<ResponseParameter> parameters =
            [
                new("moe_experts", Rows((writer, answer) =>
                {
                    foreach (var expert in answer.Experts)
                        writer.WriteStringValue(expert.Id);
                })),
                new("moe_weights", Rows((writer, answer) =>
                {
                    foreach (var expert in answer.Experts)
                        writer.WriteNumberValue(expert.Weight);
                })),
                new("moe_gate", _answers[0].Gate),
                new("moe_kind", string.Join(",", _answers.Select(answer => answer.Kind.ToString()))),
                _answers.Count == 1
                    ? new("moe_entropy", null, _answers[0].Entropy)
                    : new("moe_entropy", "[" + string.Join(",", _answers.Select(answer => answer.Entropy.ToString("R", CultureInfo.InvariantCulture))) + "]"),
                new("moe_trace_id", string.Join(",", _answers.Select(answer => answer.TraceId))),
            ];
            if (result.Explanations.Count > 0)
                parameters.Add(new("moe_explanation", "[" + string.Join(",", result.Explanations.Select(ExplanationJson.ToLine)) + "]"));
            return parameters;
        }
    }

    /// <summary>One of the outputs that a request may ask for.</summary>
    public OutputTensor Output(string name) => name switch
    {
        "label" => new OutputTensor(name, [_answers.Count]) { Strings = [.. _answers.Select(answer => answer.Label ?? "")] },
        "probability" => new OutputTensor(name, [_answers.Count]) { Floats = [.. _answers.Select(answer => answer.Probability)] },
        _ => Probabilities(name),
    };

    private OutputTensor Probabilities(string name)
    {
        string[] labels = [.. _answers.SelectMany(answer => answer.Probabilities?.Keys ?? []).Distinct().Order(StringComparer.Ordinal)];
        var values = new float[_answers.Count * labels.Length];
        for (var row = 0; row < _answers.Count; row++)
        {
            for (var column = 0; column < labels.Length; column++)
                values[(row * labels.Length) + column] = _answers[row].Probabilities?.GetValueOrDefault(labels[column]) ?? 0f;
        }

        return new OutputTensor(name, [_answers.Count, labels.Length])
        {
            Floats = values,
            Labels = Json(writer =>
            {
                foreach (var label in labels)
                    writer.WriteStringValue(label);
            }),
        };
    }

    private string Rows(Action<Utf8JsonWriter, MixtureAnswer> write) => Json(writer =>
    {
        foreach (var answer in _answers)
        {
            writer.WriteStartArray();
            write(writer, answer);
            writer.WriteEndArray();
        }
    });

    private static string Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, AnswerJson.Format))
        {
            writer.WriteStartArray();
            write(writer);
            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
