using MoECollab.Host.Guarding;

namespace MoECollab.Host.Protocol.Grpc;

/// <summary>What a method of the inference service takes, as its route over HTTP does.</summary>
internal static class CallAccess
{
    private static readonly Dictionary<string, Access> Methods = new(StringComparer.Ordinal)
    {
        ["ServerLive"] = Access.Public,
        ["ServerReady"] = Access.Public,
        ["ModelReady"] = Access.Read,
        ["ServerMetadata"] = Access.Read,
        ["ModelMetadata"] = Access.Read,
        ["ModelInfer"] = Access.Infer,
        ["ModelStreamInfer"] = Access.Infer,
        ["ModelStatistics"] = Access.Read,
        ["RepositoryIndex"] = Access.Read,
        ["RepositoryModelLoad"] = Access.Admin,
        ["RepositoryModelUnload"] = Access.Admin,
    };

    /// <summary>A method without an entry is no method: the host does not start.</summary>
    public static Access Of(string method) => Methods[method];
}
