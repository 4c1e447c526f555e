using System.Text.Json;

namespace MoECollab.Host.Protocol;

/// <summary>One input tensor of a request: its data as JSON, or as bytes behind the JSON.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its data type.</param>
/// <param name="Rows">The first dimension.</param>
/// <param name="Columns">The product of the others.</param>
/// <param name="Data">Its <c>data</c> field; undefined where it is binary.</param>
/// <param name="Bytes">Its binary data; null where it is JSON.</param>
internal sealed record TensorInput(string Name, string Type, int Rows, int Columns, JsonElement Data, ReadOnlyMemory<byte>? Bytes);
