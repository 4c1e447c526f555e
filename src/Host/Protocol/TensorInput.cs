using System.Text.Json;
using MoECollab.Host.Protocol.Wire;

namespace MoECollab.Host.Protocol;

/// <summary>One input tensor of a request: its data as JSON, as bytes, or as a message of gRPC.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its data type.</param>
/// <param name="Rows">The first dimension.</param>
/// <param name="Columns">The product of the others.</param>
/// <param name="Data">Its <c>data</c> field; undefined where it is not JSON.</param>
/// <param name="Bytes">Its binary data; null where it has none.</param>
internal sealed record TensorInput(string Name, string Type, int Rows, int Columns, JsonElement Data, ReadOnlyMemory<byte>? Bytes)
{
    /// <summary>Its elements as gRPC brings them; null where it brings bytes, and over HTTP.</summary>
    public InferTensorContents? Contents { get; init; }
}
