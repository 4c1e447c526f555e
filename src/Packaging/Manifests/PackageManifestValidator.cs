using FluentValidation;
using FluentValidation.Results;
using MoECollab.Packaging.Homes;
using NuGet.Versioning;

namespace MoECollab.Packaging.Manifests;

/// <summary>Checks a manifest as a whole and reports every fault at once.</summary>
internal sealed class PackageManifestValidator(PackageRole role) : AbstractValidator<PackageManifest>
{
    // Before any rule: a rule compiles an expression, and that is paid on every cold start.
    protected override bool PreValidate(ValidationContext<PackageManifest> context, ValidationResult result)
    {
        var manifest = context.InstanceToValidate;
        foreach (var fault in Identity(manifest).Concat(Code(role, manifest)).Concat(Content(manifest)).Concat(Encoder(role, manifest)).Concat(Numbers(manifest)))
            result.Errors.Add(new ValidationFailure(nameof(PackageManifest), fault));
        return false;
    }

    private static IEnumerable<string> Identity(PackageManifest manifest)
    {
        if (manifest.SchemaVersion != PackageManifest.CurrentSchema)
            yield return $"schemaVersion is {manifest.SchemaVersion}; this host reads {PackageManifest.CurrentSchema}";
        if (!PackageNames.IsId(manifest.Id))
            yield return $"id is '{manifest.Id}'; expected {PackageNames.IdRule}";
        if (!PackageNames.IsVersion(manifest.Version))
            yield return $"version is '{manifest.Version}'; expected SemVer such as 1.0.0";
        if (manifest.Contract is { } contract && !VersionRange.TryParse(contract, out _))
            yield return $"contract is '{contract}'; expected a range such as [1.0,2.0)";
        if (manifest.Host is { } host && !VersionRange.TryParse(host, out _))
            yield return $"host is '{host}'; expected a range such as [1.0,)";
    }

    private static IEnumerable<string> Code(PackageRole role, PackageManifest manifest)
    {
        if (role == PackageRole.Gating && manifest.Entry is null)
            yield return "entry is missing; gating components are code, so name the assembly";
        else if (manifest.Entry is null == manifest.Kind is null)
            yield return "give either entry (its own assembly) or kind (run by a built-in kind), one of the two";
        if (manifest.Entry is { } entry && !IsAssemblyName(entry.Assembly))
            yield return $"entry.assembly is '{entry.Assembly}'; expected the name of a .dll in {PackageLayout.AssemblyFolder}, without a folder";
        if (manifest.Entry?.Component is { } component && !ComponentName.TryParse(component, out _))
            yield return $"entry.component is '{component}'; expected id@version";
        if (manifest.Kind is { } kind && !PackageNames.IsId(kind))
            yield return $"kind is '{kind}'; expected the id of a built-in kind";
    }

    private static IEnumerable<string> Content(PackageManifest manifest)
    {
        (string Field, string? Path)[] named = [("task.labels", manifest.Task?.Labels), ("routing.key", manifest.Routing?.Key), ("adapter.weights", manifest.Adapter?.Weights), ("provenance.dataCard", manifest.Provenance?.DataCard)];
        foreach (var (field, path) in named)
        {
            if (path is not null && !IsInside(path))
                yield return $"{field} is '{path}'; expected a relative path with forward slashes that stays in the package";
        }

        foreach (var (option, value) in manifest.Options ?? new Dictionary<string, string>())
        {
            if (value is null)
                yield return $"options.{option} is null; expected a string";
        }

        foreach (var (path, hash) in manifest.Files ?? new Dictionary<string, string>())
        {
            if (!IsInside(path))
                yield return $"files names '{path}'; expected a relative path with forward slashes that stays in the package";
            if (!IsSha256(hash))
                yield return $"files gives '{hash}' for '{path}'; expected sha256: and 64 hexadecimal digits";
        }
    }

    private static IEnumerable<string> Encoder(PackageRole role, PackageManifest manifest)
    {
        if (manifest.Encoder is not { } encoder)
            yield break;
        if (role != PackageRole.Encoder && !PackageNames.IsId(encoder.Id))
            yield return $"encoder.id is '{encoder.Id}'; expected {PackageNames.IdRule}";
        if (encoder.Fingerprint is { } fingerprint && !(fingerprint.StartsWith("sha256:", StringComparison.Ordinal) && fingerprint.Length > "sha256:".Length))
            yield return $"encoder.fingerprint is '{fingerprint}'; expected sha256:…";
        if (role != PackageRole.Encoder && encoder.Fingerprint is null)
            yield return "encoder.fingerprint is missing; without it nobody can tell which encoder the weights belong to";
        if (encoder.HiddenSize is < 1)
            yield return $"encoder.hiddenSize is {encoder.HiddenSize}; expected at least 1";
    }

    private static IEnumerable<string> Numbers(PackageManifest manifest)
    {
        (string Field, long? Value)[] counts = [("multiplyAdds", manifest.Resources?.MultiplyAdds), ("parameters", manifest.Resources?.Parameters), ("weightsBytes", manifest.Resources?.WeightsBytes), ("peakBytesPerSample", manifest.Resources?.PeakBytesPerSample), ("flopsPerSample", manifest.Resources?.FlopsPerSample)];
        foreach (var (field, value) in counts)
        {
            if (value < 0)
                yield return $"resources.{field} is {value}; expected at least 0";
        }

        if (manifest.Adapter?.Rank is < 1)
            yield return $"adapter.rank is {manifest.Adapter.Rank}; expected at least 1";
        if (manifest.Routing?.Temperature is <= 0)
            yield return $"routing.temperature is {manifest.Routing.Temperature}; expected more than 0";
        if (manifest.Routing?.AbstainBelow is < 0 or > 1)
            yield return $"routing.abstainBelow is {manifest.Routing.AbstainBelow}; expected 0 to 1";
    }

    private static bool IsAssemblyName(string? name) =>
        name is not null && name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) && name.Length > ".dll".Length && name[0] is not ('.' or '~') && name.AsSpan().IndexOfAny(@"/\:") < 0;

    private static bool IsInside(string path) =>
        path.Length > 0 && path[0] is not ('/' or '~') && path.AsSpan().IndexOfAny(@"\:") < 0 && !path.Split('/').Any(part => part is "" or "." or "..");

    private static bool IsSha256(string? hash) =>
        hash is not null && hash.StartsWith("sha256:", StringComparison.Ordinal) && hash.Length == "sha256:".Length + 64 && hash["sha256:".Length..].All(char.IsAsciiHexDigitLower);
}
