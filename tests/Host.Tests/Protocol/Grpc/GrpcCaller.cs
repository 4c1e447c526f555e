using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using MoECollab.Host.Protocol.Wire;
using MoECollab.Host.Tests.Hosting;

namespace MoECollab.Host.Tests.Protocol.Grpc;

/// <summary>The client that the .proto generates, over a channel of its own.</summary>
internal sealed class GrpcCaller : IDisposable
{
    // A call that never ends fails its test.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly GrpcChannel _channel;

    public GrpcCaller(Uri address, string? key = null)
    {
        _channel = GrpcChannel.ForAddress(address);
        Inference = new GRPCInferenceService.GRPCInferenceServiceClient(_channel);
        Headers = key is null ? [] : new Metadata { { "authorization", $"Bearer {key}" } };
    }

    /// <summary>A setting that has the host listen on a free port.</summary>
    public static (string Key, string Value) OnFreePort => ("Server:GrpcUrls", "http://127.0.0.1:0");

    public GRPCInferenceService.GRPCInferenceServiceClient Inference { get; }

    public ChannelBase Channel => _channel;

    public Metadata Headers { get; }

    public CallOptions Options => new(Headers, DateTime.UtcNow + Limit, TestContext.Current.CancellationToken);

    /// <summary>Starts a host that answers gRPC.</summary>
    public static Task<RunningHost> ServeAsync(ServedFolder folder, params (string Key, string Value)[] settings) =>
        RunningHost.StartAsync(folder, [OnFreePort, ("Plugins:Watch", "false"), .. settings]);

    /// <summary>A request for texts, in typed contents.</summary>
    public static ModelInferRequest Typed(string model, params string[] texts)
    {
        var input = new ModelInferRequest.Types.InferInputTensor { Name = "text", Datatype = "BYTES", Shape = { texts.Length }, Contents = new InferTensorContents() };
        input.Contents.BytesContents.AddRange(texts.Select(ByteString.CopyFromUtf8));
        return new ModelInferRequest { ModelName = model, Inputs = { input } };
    }

    /// <summary>A request for texts, in raw contents.</summary>
    public static ModelInferRequest Raw(string model, params string[] texts) => new()
    {
        ModelName = model,
        Inputs = { new ModelInferRequest.Types.InferInputTensor { Name = "text", Datatype = "BYTES", Shape = { texts.Length } } },
        RawInputContents = { Elements(texts) },
    };

    /// <summary>BYTES elements in Triton's framing.</summary>
    public static ByteString Elements(params string[] texts)
    {
        using var bytes = new MemoryStream();
        var length = new byte[4];
        foreach (var text in texts)
        {
            BinaryPrimitives.WriteInt32LittleEndian(length, Encoding.UTF8.GetByteCount(text));
            bytes.Write(length);
            bytes.Write(Encoding.UTF8.GetBytes(text));
        }

        return ByteString.CopyFrom(bytes.ToArray());
    }

    /// <summary>Asks.</summary>
    public async Task<ModelInferResponse> InferAsync(ModelInferRequest request) => await Inference.ModelInferAsync(request, Options);

    /// <summary>The status that a call ends with.</summary>
    public static async Task<RpcException> RefusedAsync<T>(AsyncUnaryCall<T> call) => await Assert.ThrowsAsync<RpcException>(async () => await call);

    /// <summary>The status that a question ends with, and its code.</summary>
    public async Task<(StatusCode Status, string? Code)> RefusalOfAsync(ModelInferRequest request)
    {
        var fault = await RefusedAsync(Inference.ModelInferAsync(request, Options));
        return (fault.StatusCode, fault.Trailers.GetValue("moe-code"));
    }

    public void Dispose() => _channel.Dispose();
}
