using System.Text.Json;
using MoECollab.Host.Configuring;
using MoECollab.Host.Scheduling;
using MoECollab.Inputs;

namespace MoECollab.Host.Answering;

/// <summary>The body of <c>POST /moe/v1/infer</c> and <c>/moe/v1/route</c>.</summary>
internal sealed record InferRequest(IReadOnlyList<RawInput> Inputs)
{
    private const string Known = "texts, topK, explain, deadlineMs, priority, probabilities, seed";

    public int? TopK { get; init; }

    public bool Explain { get; init; }

    public int DeadlineMilliseconds { get; init; }

    /// <summary>Higher is served first.</summary>
    public int Priority { get; init; }

    public bool Probabilities { get; init; }

    public long Seed { get; init; }

    /// <exception cref="ProblemException">Something is missing, unknown or of the wrong type.</exception>
    public static InferRequest Read(JsonElement body, ServerOptions limits)
    {
        InferRequest? request = null;
        var options = new InferRequest([]);
        foreach (var field in body.EnumerateObject())
        {
            switch (field.Name)
            {
                case "texts":
                    request = new InferRequest(Texts(field.Value, limits));
                    break;
                case "topK":
                    options = options with { TopK = Whole(field, 1, 65_536) };
                    break;
                case "explain":
                    options = options with { Explain = Flag(field) };
                    break;
                case "deadlineMs":
                    options = options with { DeadlineMilliseconds = Whole(field, 1, int.MaxValue) };
                    break;
                case "priority":
                    options = options with { Priority = Whole(field, -WorkItem.HighestPriority, WorkItem.HighestPriority) };
                    break;
                case "probabilities":
                    options = options with { Probabilities = Flag(field) };
                    break;
                case "seed":
                    options = options with { Seed = Whole(field, 0, int.MaxValue) };
                    break;
                default:
                    throw ProblemException.Invalid($"'{field.Name}' is no field of this request; it has {Known}.");
            }
        }

        return request is null ? throw ProblemException.Invalid("'texts' is missing; expected an array of strings.") : options with { Inputs = request.Inputs };
    }

    /// <summary>A text within its limit.</summary>
    public static RawInput Text(string text, ServerOptions limits) => text.Length <= limits.MaxTextLength
        ? new RawInput(text)
        : throw new ProblemException(new Problem(413, "text-too-large", $"A text has {text.Length} characters; at most {limits.MaxTextLength} are read."));

    private static List<RawInput> Texts(JsonElement texts, ServerOptions limits)
    {
        if (texts.ValueKind != JsonValueKind.Array || texts.GetArrayLength() == 0)
            throw ProblemException.Invalid("'texts' is expected to be an array of at least one string.");
        if (texts.GetArrayLength() > limits.MaxTexts)
            throw new ProblemException(new Problem(413, "batch-too-large", $"The request has {texts.GetArrayLength()} texts; at most {limits.MaxTexts} are taken at a time."));
        var inputs = new List<RawInput>(texts.GetArrayLength());
        foreach (var text in texts.EnumerateArray())
            inputs.Add(Text(String(text), limits));
        return inputs;
    }

    private static string String(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String)
            throw ProblemException.Invalid($"'texts' holds {element.ValueKind}; expected strings.");
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw ProblemException.Invalid("'texts' holds a string that is not valid Unicode.");
        }
    }

    private static int Whole(JsonProperty field, int least, int most) =>
        field.Value.ValueKind == JsonValueKind.Number && field.Value.TryGetInt32(out var value) && value >= least && value <= most
            ? value
            : throw ProblemException.Invalid($"'{field.Name}' is expected to be a whole number from {least} to {most}.");

    private static bool Flag(JsonProperty field) => field.Value.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? field.Value.GetBoolean()
        : throw ProblemException.Invalid($"'{field.Name}' is expected to be true or false.");
}
