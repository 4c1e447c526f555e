using System.Text.Json.Serialization;
using MoECollab.Packaging.Mixtures;
using MoECollab.Packaging.States;

namespace MoECollab.Packaging.Manifests;

// Source-generated: reflection-based serialisation would cost the first start dearly.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    UseStringEnumConverter = true,
    MaxDepth = ManifestReader.MaximumDepth,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(PackageManifest))]
[JsonSerializable(typeof(MixtureConfiguration))]
[JsonSerializable(typeof(StateDocument))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class ManifestJson : JsonSerializerContext;
