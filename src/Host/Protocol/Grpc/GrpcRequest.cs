using Google.Protobuf.Collections;
using MoECollab.Host.Answering;
using MoECollab.Host.Protocol.Wire;
using MoECollab.Host.Scheduling;

namespace MoECollab.Host.Protocol.Grpc;

/// <summary>Reads a request of the protocol from its gRPC message, with the rules of <see cref="InferenceRequest.Read"/>.</summary>
internal static class GrpcRequest
{
    /// <exception cref="ProblemException">Something is missing, of the wrong type, or not known.</exception>
    public static InferenceRequest Read(ModelInferRequest message)
    {
        var isRaw = message.RawInputContents.Count > 0;
        return new InferenceRequest
        {
            Id = message.Id.Length > 0 ? message.Id : null,
            Inputs = ReadInputs(message, isRaw),
            Wishes = ReadWishes(message, isRaw),
            TopK = Whole(message.Parameters, "moe_top_k"),
            Explain = Flag(message.Parameters, "moe_explain"),
            DeadlineMilliseconds = Whole(message.Parameters, "moe_deadline_ms") ?? 0,
            Priority = ReadPriority(message.Parameters),
        };
    }

    private static List<TensorInput> ReadInputs(ModelInferRequest message, bool isRaw)
    {
        if (message.Inputs.Count == 0)
            throw ProblemException.Invalid("'inputs' is missing; expected at least one tensor.");
        if (isRaw && message.RawInputContents.Count != message.Inputs.Count)
            throw ProblemException.Invalid($"'raw_input_contents' has {message.RawInputContents.Count} elements; expected one for each of the {message.Inputs.Count} inputs.");
        var inputs = new List<TensorInput>();
        foreach (var input in message.Inputs)
        {
            if (isRaw && input.Contents is not null)
                throw ProblemException.Invalid($"The input '{input.Name}' has 'contents' beside 'raw_input_contents'; expected one of them.");
            var (rows, columns) = TensorShape.Read(input.Name, input.Shape);
            var tensor = new TensorInput(input.Name, input.Datatype, rows, columns, default, null);
            InferenceRequest.AddInput(inputs, isRaw ? tensor with { Bytes = message.RawInputContents[inputs.Count].Memory } : tensor with { Contents = input.Contents ?? new InferTensorContents() });
        }

        return inputs;
    }

    private static IReadOnlyList<OutputWish> ReadWishes(ModelInferRequest message, bool isRaw)
    {
        if (message.Outputs.Count == 0)
            return InferenceRequest.Usual(isRaw);
        var wishes = new List<OutputWish>();
        foreach (var output in message.Outputs)
            InferenceRequest.AddWish(wishes, new OutputWish(output.Name, isRaw));
        return wishes;
    }

    private static int? Whole(MapField<string, InferParameter> parameters, string name)
    {
        if (!parameters.TryGetValue(name, out var value))
            return null;
        return Number(value) is { } number and >= 1 and <= int.MaxValue ? (int)number : throw InferenceRequest.NoWhole(name);
    }

    private static int ReadPriority(MapField<string, InferParameter> parameters)
    {
        if (!parameters.TryGetValue("priority", out var value))
            return 0;
        return Number(value) is { } number and >= -WorkItem.HighestPriority and <= WorkItem.HighestPriority ? (int)number : throw InferenceRequest.NoPriority();
    }

    private static bool Flag(MapField<string, InferParameter> parameters, string name)
    {
        if (!parameters.TryGetValue(name, out var value))
            return false;
        return value.HasBoolParam ? value.BoolParam : throw InferenceRequest.NoFlag(name);
    }

    // Clients send whole numbers as either.
    private static long? Number(InferParameter value) => value.ParameterChoiceCase switch
    {
        InferParameter.ParameterChoiceOneofCase.Int64Param => value.Int64Param,
        InferParameter.ParameterChoiceOneofCase.Uint64Param when value.Uint64Param <= long.MaxValue => (long)value.Uint64Param,
        _ => null,
    };
}
