using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;

namespace MoECollab.Loading.Inspecting;

/// <summary>What an assembly that the host shares offers to plugins: its visible types and their members, read from its metadata. Calls may overlap.</summary>
internal sealed class HostAssembly
{
    // What every class inherits; a reference to one of these through a derived type is always sound.
    private static readonly HashSet<string> ObjectMembers = [".ctor", "ToString", "Equals", "GetHashCode", "GetType", "Finalize", "MemberwiseClone", "ReferenceEquals"];

    private readonly MetadataReader _reader;
    private readonly Dictionary<string, TypeDefinitionHandle> _types = new(StringComparer.Ordinal);
    private readonly HashSet<string> _forwarded = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<TypeDefinitionHandle, ILookup<string, EntityHandle>> _members = new();

    private HostAssembly(MetadataReader reader, AssemblyName name)
    {
        _reader = reader;
        Name = name;
        foreach (var handle in reader.TypeDefinitions)
        {
            if (IsVisible(handle))
                _types.TryAdd(TypeShapes.NameOf(reader, handle), handle);
        }

        foreach (var handle in reader.ExportedTypes)
        {
            var type = reader.GetExportedType(handle);
            _forwarded.Add($"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}");
        }
    }

    public AssemblyName Name { get; }

    public static unsafe HostAssembly? Open(Assembly assembly) =>
        assembly.TryGetRawMetadata(out var blob, out var length) ? new HostAssembly(new MetadataReader(blob, length), assembly.GetName()) : null;

    public bool HasType(string name) => _types.ContainsKey(name) || IsForwarded(name);

    /// <summary>Whether the type, or a class that it derives from, has this member. A signature is written in the type's own parameters.</summary>
    public bool HasMember(string type, string member, string signature)
    {
        if (!_types.TryGetValue(type, out var handle))
            return IsForwarded(type);
        return Declares(handle, [], member, signature) || InBase(handle, [], member, signature);
    }

    private bool InBase(TypeDefinitionHandle handle, ImmutableArray<string> arguments, string member, string signature)
    {
        var definition = _reader.GetTypeDefinition(handle);
        if (definition.BaseType.IsNil)
            return false;
        var parent = definition.BaseType.Kind switch
        {
            HandleKind.TypeDefinition => TypeShapes.Instance.GetTypeFromDefinition(_reader, (TypeDefinitionHandle)definition.BaseType, 0),
            HandleKind.TypeReference => TypeShapes.Instance.GetTypeFromReference(_reader, (TypeReferenceHandle)definition.BaseType, 0),
            _ => TypeShapes.Instance.GetTypeFromSpecification(_reader, arguments, (TypeSpecificationHandle)definition.BaseType, 0),
        };
        // Classes outside of this assembly belong to the framework, which is the same for host and plugin.
        if (!_types.TryGetValue(parent.Definition!, out var parentHandle))
            return parent.Text is not ("System.Object" or "System.ValueType") || ObjectMembers.Contains(member);
        return Declares(parentHandle, parent.Arguments, member, signature) || InBase(parentHandle, parent.Arguments, member, signature);
    }

    private bool Declares(TypeDefinitionHandle type, ImmutableArray<string> arguments, string member, string signature) =>
        _members.GetOrAdd(type, ReadMembers)[member].Any(handle => SignatureOf(handle, arguments) == signature);

    private string SignatureOf(EntityHandle member, ImmutableArray<string> arguments) => member.Kind == HandleKind.FieldDefinition
        ? _reader.GetFieldDefinition((FieldDefinitionHandle)member).DecodeSignature(TypeShapes.Instance, arguments).Text
        : TypeShapes.Describe(_reader.GetMethodDefinition((MethodDefinitionHandle)member).DecodeSignature(TypeShapes.Instance, arguments));

    private ILookup<string, EntityHandle> ReadMembers(TypeDefinitionHandle handle)
    {
        var type = _reader.GetTypeDefinition(handle);
        var methods = type.GetMethods().Select(method => (Handle: (EntityHandle)method, Definition: _reader.GetMethodDefinition(method)))
            .Where(method => (method.Definition.Attributes & MethodAttributes.MemberAccessMask) is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem)
            .Select(method => (method.Handle, Name: _reader.GetString(method.Definition.Name)));
        var fields = type.GetFields().Select(field => (Handle: (EntityHandle)field, Definition: _reader.GetFieldDefinition(field)))
            .Where(field => (field.Definition.Attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem)
            .Select(field => (field.Handle, Name: _reader.GetString(field.Definition.Name)));
        return methods.Concat(fields).ToLookup(member => member.Name, member => member.Handle, StringComparer.Ordinal);
    }

    private bool IsVisible(TypeDefinitionHandle handle) => (_reader.GetTypeDefinition(handle).Attributes & TypeAttributes.VisibilityMask) switch
    {
        TypeAttributes.Public => true,
        TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem => IsVisible(_reader.GetTypeDefinition(handle).GetDeclaringType()),
        _ => false,
    };

    private bool IsForwarded(string name) => _forwarded.Contains(name.Split('+', 2)[0]);
}
