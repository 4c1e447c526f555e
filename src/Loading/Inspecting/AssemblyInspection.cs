using System.Collections.Immutable;
using System.Reflection.Metadata;
using MoECollab.Packaging.States;

namespace MoECollab.Loading.Inspecting;

/// <summary>
/// Checks, before any code of a package runs, that everything it was compiled against is there: its assemblies, and each type and member
/// that it uses of those that the host shares; and that it carries nothing that only the host may bring.
/// </summary>
internal sealed class AssemblyInspection(SharedAssemblies shared)
{
    private const int Shown = 20;

    /// <summary>The entry's image first, then those of its private dependencies; the caller disposes them.</summary>
    public IReadOnlyList<AssemblyImage> Inspect(PackageAssemblies assemblies)
    {
        CarriedFiles.Refuse(assemblies.Folder, shared);
        var images = new Dictionary<string, AssemblyImage>(StringComparer.OrdinalIgnoreCase);
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        var absent = new SortedSet<string>(StringComparer.Ordinal);
        var pending = new Queue<string>([assemblies.EntryPath]);
        while (pending.TryDequeue(out var path))
        {
            var image = AssemblyImage.Open(path)
                ?? throw PackageRefusedException.Malfunctioned($"{Path.GetFileName(path)} is not a .NET assembly; put the compiled plugin there.");
            if (!images.TryAdd(Path.GetFileNameWithoutExtension(path), image))
                continue;
            // Assemblies are found by the names of their files: one that is called otherwise would come in under a name that nobody looked at.
            if (!image.Name.Equals(Path.GetFileNameWithoutExtension(path), StringComparison.OrdinalIgnoreCase))
                throw PackageRefusedException.Malfunctioned($"{Path.GetFileName(path)} is the assembly {image.Name}; call the file {image.Name}.dll.");
            CollectMissingMembers(image.Metadata, missing);
            foreach (var name in References(image.Metadata).Where(name => shared.Find(name) is null && !images.ContainsKey(name)))
            {
                if (assemblies.Find(name) is { } found)
                    pending.Enqueue(found);
                else if (!SharedAssemblies.IsFramework(name))
                    absent.Add($"{name} (for {Path.GetFileName(path)})");
            }
        }

        if (absent.Count > 0)
            throw PackageRefusedException.Malfunctioned($"Dependencies are missing: {string.Join(", ", absent)}; put them beside the plugin's assembly.");
        if (missing.Count > 0)
            throw new PackageRefusedException(PackageState.NotSupported, Describe(missing));
        return [.. images.Values];
    }

    private string Describe(SortedSet<string> missing)
    {
        var hosts = string.Join(", ", missing.Select(member => member[1..member.IndexOf(']', StringComparison.Ordinal)]).Distinct().Select(name => $"{name} {shared.Surface(name)?.Name.Version}"));
        var more = missing.Count > Shown ? $" and {missing.Count - Shown} more" : "";
        return $"It needs {missing.Count} {(missing.Count == 1 ? "member" : "members")} that this host's {hosts} lacks: {string.Join("; ", missing.Take(Shown))}{more}. Build it against what the host has, or use a host that has them.";
    }

    private static IEnumerable<string> References(MetadataReader reader) =>
        reader.AssemblyReferences.Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name));

    private void CollectMissingMembers(MetadataReader reader, SortedSet<string> missing)
    {
        foreach (var handle in reader.TypeReferences)
        {
            var (name, scope) = TypeShapes.NameOf(reader, handle);
            if (scope is not null && shared.Surface(scope) is { } host && !host.HasType(name))
                missing.Add($"[{scope}] {name}");
        }

        foreach (var handle in reader.MemberReferences)
        {
            var member = reader.GetMemberReference(handle);
            if (Parent(reader, member) is not { Scope: { } scope, Definition: { } type } || shared.Surface(scope) is not { } host || !host.HasType(type))
                continue;
            var name = reader.GetString(member.Name);
            var signature = member.GetKind() == MemberReferenceKind.Field
                ? member.DecodeFieldSignature(TypeShapes.Instance, []).Text
                : TypeShapes.Describe(member.DecodeMethodSignature(TypeShapes.Instance, []));
            if (!host.HasMember(type, name, signature))
                missing.Add($"[{scope}] {type}.{name}: {signature}");
        }
    }

    private static TypeShape? Parent(MetadataReader reader, MemberReference member) => member.Parent.Kind switch
    {
        HandleKind.TypeReference => TypeShapes.Instance.GetTypeFromReference(reader, (TypeReferenceHandle)member.Parent, 0),
        HandleKind.TypeSpecification => TypeShapes.Instance.GetTypeFromSpecification(reader, ImmutableArray<string>.Empty, (TypeSpecificationHandle)member.Parent, 0),
        _ => null,
    };
}
