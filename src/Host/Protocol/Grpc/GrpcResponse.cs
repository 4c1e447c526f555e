using System.Buffers;
using Google.Protobuf;
using MoECollab.Host.Protocol.Wire;

namespace MoECollab.Host.Protocol.Grpc;

/// <summary>Writes a response of the protocol as its gRPC message: raw where the request came raw.</summary>
internal static class GrpcResponse
{
    public static ModelInferResponse Of(Model model, InferenceRequest request, InferenceAnswer answer)
    {
        var message = new ModelInferResponse { ModelName = model.Name, ModelVersion = model.Version, Id = request.Id ?? "" };
        foreach (var parameter in answer.Parameters)
            message.Parameters[parameter.Name] = parameter.Text is { } text ? new InferParameter { StringParam = text } : new InferParameter { DoubleParam = parameter.Number };
        foreach (var wish in request.Wishes)
        {
            var output = answer.Output(wish.Name);
            message.Outputs.Add(TensorOf(output, wish.IsBinary));
            if (wish.IsBinary)
                message.RawOutputContents.Add(BytesOf(output));
        }

        return message;
    }

    private static ModelInferResponse.Types.InferOutputTensor TensorOf(OutputTensor output, bool isRaw)
    {
        var tensor = new ModelInferResponse.Types.InferOutputTensor { Name = output.Name, Datatype = output.Type };
        tensor.Shape.AddRange(output.Shape.Select(dimension => (long)dimension));
        if (output.Labels is { } labels)
            tensor.Parameters["labels"] = new InferParameter { StringParam = labels };
        if (isRaw)
            return tensor;
        tensor.Contents = new InferTensorContents();
        tensor.Contents.BytesContents.AddRange((output.Strings ?? []).Select(ByteString.CopyFromUtf8));
        tensor.Contents.Fp32Contents.AddRange(output.Floats);
        return tensor;
    }

    private static ByteString BytesOf(OutputTensor output)
    {
        var bytes = new ArrayBufferWriter<byte>();
        RawTensor.Write(bytes, output);
        return UnsafeByteOperations.UnsafeWrap(bytes.WrittenMemory);
    }
}
