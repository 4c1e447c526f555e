using System.Text.Json.Serialization;
using MoECollab.Studies.Baselines;

namespace MoECollab.Demo;

/// <summary>What the demo keeps between runs.</summary>
[JsonSerializable(typeof(FastTextResult))]
internal sealed partial class DemoJson : JsonSerializerContext;
