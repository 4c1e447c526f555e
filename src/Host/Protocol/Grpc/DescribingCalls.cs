using MoECollab.Host.Protocol.Wire;
using MoECollab.Host.Readiness;

namespace MoECollab.Host.Protocol.Grpc;

/// <summary>What the server and its models say of themselves: <see cref="ProtocolRoutes"/> over gRPC.</summary>
internal sealed class DescribingCalls(Models models, ModelStatistics statistics, ReadinessChecks readiness)
{
    private static readonly string[] Extensions = ["model_repository", "statistics", "parameters"];

    public bool IsReady => readiness.IsReady;

    public bool IsModelReady(string name, string version) => Find(name, version).Fault is null && !readiness.IsStopping;

    public static ServerMetadataResponse Server() => new() { Name = "moecollab", Version = ProductVersion.Text, Extensions = { Extensions } };

    public ModelMetadataResponse Describe(string name, string version)
    {
        var model = Find(name, version);
        var message = new ModelMetadataResponse { Name = model.Name, Versions = { model.Version }, Platform = "moecollab" };
        message.Inputs.Add(Tensor("text", "BYTES", -1));
        if (model.ReadsHidden)
            message.Inputs.Add(Tensor("hidden", "FP32", -1, -1));
        message.Outputs.Add(Tensor("label", "BYTES", -1));
        message.Outputs.Add(Tensor("probability", "FP32", -1));
        message.Outputs.Add(Tensor("probabilities", "FP32", -1, -1));
        return message;
    }

    public ModelStatisticsResponse Statistics(string name, string version)
    {
        IReadOnlyList<Model> asked = name.Length == 0 ? models.All : [Find(name, version)];
        return new ModelStatisticsResponse { ModelStats = { asked.Select(StatisticsOf) } };
    }

    private static ModelMetadataResponse.Types.TensorMetadata Tensor(string name, string type, params long[] shape) => new() { Name = name, Datatype = type, Shape = { shape } };

    private Wire.ModelStatistics StatisticsOf(Model model)
    {
        var counts = statistics.Of(model);
        return new Wire.ModelStatistics
        {
            Name = model.Name,
            Version = model.Version,
            LastInference = (ulong)counts.Last.ToUnixTimeMilliseconds(),
            InferenceCount = (ulong)counts.Inferences,
            ExecutionCount = (ulong)counts.Successes,
            InferenceStats = new InferStatistics
            {
                Success = new StatisticDuration { Count = (ulong)counts.Successes, Ns = (ulong)counts.SuccessNanoseconds },
                Fail = new StatisticDuration { Count = (ulong)counts.Failures, Ns = (ulong)counts.FailureNanoseconds },
            },
        };
    }

    private Model Find(string name, string version) => models.Find(name, version.Length > 0 ? version : null);
}
