using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.Hosting;
using MoECollab.Host.Readiness;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace MoECollab.Host.Protocol.Grpc;

/// <summary>
/// <c>grpc.health.v1</c>: serving where <c>/readyz</c> says ready. Looked at when somebody asks, and each second for who watches: nothing runs for nobody, and no
/// watcher is left with a state that a cache had missed.
/// </summary>
internal sealed class ReadinessHealth(ReadinessChecks readiness, IHostApplicationLifetime lifetime, TimeProvider time) : Health.HealthBase
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private ServingStatus Status => readiness.IsReady ? ServingStatus.Serving : ServingStatus.NotServing;

    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) => IsKnown(request.Service)
        ? Task.FromResult(new HealthCheckResponse { Status = Status })
        : throw new RpcException(new Status(StatusCode.NotFound, $"There is no service '{request.Service}'."));

    public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        using var timer = new PeriodicTimer(LookAgain, time);
        var told = ServingStatus.Unknown;
        try
        {
            do
            {
                var status = IsKnown(request.Service) ? Status : ServingStatus.ServiceUnknown;
                if (status != told)
                    await responseStream.WriteAsync(new HealthCheckResponse { Status = told = status }, over.Token);
            }
            while (await timer.WaitForNextTickAsync(over.Token));
        }
        catch (OperationCanceledException) when (!context.CancellationToken.IsCancellationRequested)
        {
            // The host stops, and waits for nobody who watches it.
            if (told == ServingStatus.Serving)
                await responseStream.WriteAsync(new HealthCheckResponse { Status = ServingStatus.NotServing }, context.CancellationToken);
        }
    }

    private static bool IsKnown(string service) => service is "" or InferenceService.Name;
}
