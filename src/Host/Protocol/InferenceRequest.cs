using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MoECollab.Host.Answering;
using MoECollab.Host.Scheduling;

namespace MoECollab.Host.Protocol;

/// <summary>A request of the Open Inference Protocol, read: its tensors, its parameters, the outputs that are wanted.</summary>
internal sealed record InferenceRequest
{
    public const string HeaderLength = "Inference-Header-Content-Length";

    // A model has two inputs at most; whoever sends many more is refused before they are compared with each other.
    private const int MostInputs = 16;

    private static readonly string[] Outputs = ["label", "probability", "probabilities"];

    public string? Id { get; init; }

    public required IReadOnlyList<TensorInput> Inputs { get; init; }

    public required IReadOnlyList<OutputWish> Wishes { get; init; }

    public int? TopK { get; init; }

    public bool Explain { get; init; }

    public int DeadlineMilliseconds { get; init; }

    /// <summary>Higher is served first.</summary>
    public int Priority { get; init; }

    /// <summary>Splits a body into its JSON and the binary data behind it.</summary>
    public static (ReadOnlyMemory<byte> Json, ReadOnlyMemory<byte> Binary) Split(HttpContext context, ReadOnlyMemory<byte> body)
    {
        if (!context.Request.Headers.TryGetValue(HeaderLength, out var header))
            return (body, default);
        if (!int.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > body.Length)
            throw ProblemException.Invalid($"{HeaderLength} is '{header}'; expected the length of the JSON, at most the body's {body.Length} bytes.");
        return (body[..length], body[length..]);
    }

    /// <exception cref="ProblemException">Something is missing, of the wrong type, or not known.</exception>
    public static InferenceRequest Read(JsonElement body, ReadOnlyMemory<byte> binary)
    {
        var parameters = Parameters(body);
        var inputs = ReadInputs(body, ref binary);
        if (binary.Length > 0)
            throw ProblemException.Invalid($"{binary.Length} bytes follow the last binary input.");
        return new InferenceRequest
        {
            Id = body.TryGetProperty("id", out var id) ? id.ValueKind == JsonValueKind.String ? id.GetString() : throw ProblemException.Invalid("'id' is expected to be a string.") : null,
            Inputs = inputs,
            Wishes = ReadWishes(body, Flag(parameters, "binary_data_output")),
            TopK = Whole(parameters, "moe_top_k"),
            Explain = Flag(parameters, "moe_explain"),
            DeadlineMilliseconds = Whole(parameters, "moe_deadline_ms") ?? 0,
            Priority = ReadPriority(parameters),
        };
    }

    /// <summary>The outputs of a request that names none.</summary>
    public static IReadOnlyList<OutputWish> Usual(bool binary) => [new OutputWish("label", binary), new OutputWish("probability", binary)];

    /// <summary>Adds an input, which may be there once.</summary>
    public static void AddInput(List<TensorInput> inputs, TensorInput input)
    {
        if (inputs.Count == MostInputs)
            throw ProblemException.Invalid($"The request has more than {MostInputs} inputs.");
        if (inputs.Any(other => other.Name == input.Name))
            throw ProblemException.Invalid($"The input '{input.Name}' is there twice.");
        inputs.Add(input);
    }

    /// <summary>Adds an output that is wanted, which may be asked for once.</summary>
    public static void AddWish(List<OutputWish> wishes, OutputWish wish)
    {
        if (!Outputs.Contains(wish.Name))
            throw ProblemException.Invalid($"There is no output '{wish.Name}'; there are {string.Join(", ", Outputs)}.");
        if (wishes.Any(other => other.Name == wish.Name))
            throw ProblemException.Invalid($"The output '{wish.Name}' is asked for twice.");
        wishes.Add(wish);
    }

    public static ProblemException NoWhole(string name) => ProblemException.Invalid($"The parameter '{name}' is expected to be a positive whole number.");

    public static ProblemException NoPriority() => ProblemException.Invalid($"The parameter 'priority' is expected to be a whole number from -{WorkItem.HighestPriority} to {WorkItem.HighestPriority}.");

    public static ProblemException NoFlag(string name) => ProblemException.Invalid($"The parameter '{name}' is expected to be true or false.");

    private static List<TensorInput> ReadInputs(JsonElement body, ref ReadOnlyMemory<byte> binary)
    {
        if (!body.TryGetProperty("inputs", out var inputs) || inputs.ValueKind != JsonValueKind.Array || inputs.GetArrayLength() == 0)
            throw ProblemException.Invalid("'inputs' is missing; expected an array of tensors.");
        var read = new List<TensorInput>();
        foreach (var input in inputs.EnumerateArray())
        {
            var (name, type) = (String(input, "name"), String(input, "datatype"));
            var (rows, columns) = TensorShape.Read(name, input);
            ReadOnlyMemory<byte>? bytes = null;
            if (Whole(Parameters(input), "binary_data_size") is { } size)
            {
                if (size > binary.Length)
                    throw ProblemException.Invalid($"The input '{name}' says that it has {size} bytes; {binary.Length} are left.");
                bytes = binary[..size];
                binary = binary[size..];
            }

            AddInput(read, new TensorInput(name, type, rows, columns, input.TryGetProperty("data", out var data) ? data : default, bytes));
        }

        return read;
    }

    private static IReadOnlyList<OutputWish> ReadWishes(JsonElement body, bool binary)
    {
        if (!body.TryGetProperty("outputs", out var outputs))
            return Usual(binary);
        if (outputs.ValueKind != JsonValueKind.Array)
            throw ProblemException.Invalid("'outputs' is expected to be an array.");
        var wishes = new List<OutputWish>();
        foreach (var output in outputs.EnumerateArray())
        {
            var name = String(output, "name");
            var parameters = Parameters(output);
            AddWish(wishes, new OutputWish(name, parameters.ValueKind == JsonValueKind.Object && parameters.TryGetProperty("binary_data", out _) ? Flag(parameters, "binary_data") : binary));
        }

        return wishes.Count > 0 ? wishes : Usual(binary);
    }

    private static JsonElement Parameters(JsonElement owner)
    {
        if (owner.ValueKind != JsonValueKind.Object || !owner.TryGetProperty("parameters", out var parameters))
            return default;
        return parameters.ValueKind == JsonValueKind.Object ? parameters : throw ProblemException.Invalid("'parameters' is expected to be an object.");
    }

    private static string String(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw ProblemException.Invalid($"A tensor has no '{name}'; expected a string.");

    private static int? Whole(JsonElement parameters, string name)
    {
        if (parameters.ValueKind != JsonValueKind.Object || !parameters.TryGetProperty(name, out var value))
            return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= (name == "binary_data_size" ? 0 : 1)
            ? number
            : throw NoWhole(name);
    }

    private static int ReadPriority(JsonElement parameters)
    {
        if (parameters.ValueKind != JsonValueKind.Object || !parameters.TryGetProperty("priority", out var value))
            return 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && Math.Abs((long)number) <= WorkItem.HighestPriority
            ? number
            : throw NoPriority();
    }

    private static bool Flag(JsonElement parameters, string name)
    {
        if (parameters.ValueKind != JsonValueKind.Object || !parameters.TryGetProperty(name, out var value))
            return false;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw NoFlag(name);
    }
}
