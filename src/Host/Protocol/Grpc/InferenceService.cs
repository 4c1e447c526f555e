using Grpc.Core;
using MoECollab.Host.Administering;
using MoECollab.Host.Protocol.Wire;

namespace MoECollab.Host.Protocol.Grpc;

/// <summary><c>inference.GRPCInferenceService</c>: the methods of the protocol, each a call into what answers HTTP too.</summary>
internal sealed class InferenceService(DescribingCalls describing, InferringCalls inferring, InferringStream stream, ModelRepository repository) : GRPCInferenceService.GRPCInferenceServiceBase
{
    /// <summary>Its full name.</summary>
    public const string Name = "inference.GRPCInferenceService";

    public override Task<ServerLiveResponse> ServerLive(ServerLiveRequest request, ServerCallContext context) => Task.FromResult(new ServerLiveResponse { Live = true });

    public override Task<ServerReadyResponse> ServerReady(ServerReadyRequest request, ServerCallContext context) => Task.FromResult(new ServerReadyResponse { Ready = describing.IsReady });

    public override Task<ModelReadyResponse> ModelReady(ModelReadyRequest request, ServerCallContext context) =>
        Task.FromResult(new ModelReadyResponse { Ready = describing.IsModelReady(request.Name, request.Version) });

    public override Task<ServerMetadataResponse> ServerMetadata(ServerMetadataRequest request, ServerCallContext context) => Task.FromResult(DescribingCalls.Server());

    public override Task<ModelMetadataResponse> ModelMetadata(ModelMetadataRequest request, ServerCallContext context) => Task.FromResult(describing.Describe(request.Name, request.Version));

    public override Task<ModelInferResponse> ModelInfer(ModelInferRequest request, ServerCallContext context) => inferring.InferAsync(request, context);

    public override Task ModelStreamInfer(IAsyncStreamReader<ModelInferRequest> requestStream, IServerStreamWriter<ModelStreamInferResponse> responseStream, ServerCallContext context) =>
        stream.RunAsync(requestStream, responseStream, context);

    public override Task<ModelStatisticsResponse> ModelStatistics(ModelStatisticsRequest request, ServerCallContext context) => Task.FromResult(describing.Statistics(request.Name, request.Version));

    public override Task<RepositoryIndexResponse> RepositoryIndex(RepositoryIndexRequest request, ServerCallContext context)
    {
        var models = repository.Index(request.Ready).Select(entry => new RepositoryIndexResponse.Types.ModelIndex { Name = entry.Name, Version = entry.Version, State = entry.State, Reason = entry.Reason });
        return Task.FromResult(new RepositoryIndexResponse { Models = { models } });
    }

    public override async Task<RepositoryModelLoadResponse> RepositoryModelLoad(RepositoryModelLoadRequest request, ServerCallContext context)
    {
        await repository.LoadAsync(request.ModelName, Operator.Of(context.GetHttpContext()), context.CancellationToken);
        return new RepositoryModelLoadResponse();
    }

    public override async Task<RepositoryModelUnloadResponse> RepositoryModelUnload(RepositoryModelUnloadRequest request, ServerCallContext context)
    {
        await repository.UnloadAsync(request.ModelName, Operator.Of(context.GetHttpContext()), context.CancellationToken);
        return new RepositoryModelUnloadResponse();
    }
}
