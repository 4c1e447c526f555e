using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace MoECollab.Loading.Inspecting;

/// <summary>Writes the types of signatures as text. The context holds the arguments that stand for the enclosing type's parameters, or nothing.</summary>
internal sealed class TypeShapes : ISignatureTypeProvider<TypeShape, ImmutableArray<string>>
{
    public static readonly TypeShapes Instance = new();

    public TypeShape GetPrimitiveType(PrimitiveTypeCode typeCode) => TypeShape.Of($"System.{typeCode}");

    public TypeShape GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        var name = NameOf(reader, handle);
        return new(name, null, name, []);
    }

    public TypeShape GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var (name, scope) = NameOf(reader, handle);
        return new(name, scope, name, []);
    }

    public TypeShape GetTypeFromSpecification(MetadataReader reader, ImmutableArray<string> context, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, context);

    public TypeShape GetGenericInstantiation(TypeShape generic, ImmutableArray<TypeShape> arguments)
    {
        ImmutableArray<string> texts = [.. arguments.Select(argument => argument.Text)];
        return new($"{generic.Text}<{string.Join(", ", texts)}>", generic.Scope, generic.Text, texts);
    }

    public TypeShape GetGenericTypeParameter(ImmutableArray<string> context, int index) => TypeShape.Of(index < context.Length ? context[index] : $"!{index}");

    public TypeShape GetGenericMethodParameter(ImmutableArray<string> context, int index) => TypeShape.Of($"!!{index}");

    public TypeShape GetArrayType(TypeShape element, ArrayShape shape) => TypeShape.Of($"{element.Text}[{new string(',', shape.Rank - 1)}]");

    public TypeShape GetSZArrayType(TypeShape element) => TypeShape.Of($"{element.Text}[]");

    public TypeShape GetByReferenceType(TypeShape element) => TypeShape.Of($"{element.Text}&");

    public TypeShape GetPointerType(TypeShape element) => TypeShape.Of($"{element.Text}*");

    public TypeShape GetPinnedType(TypeShape element) => element;

    public TypeShape GetModifiedType(TypeShape modifier, TypeShape unmodified, bool isRequired) => TypeShape.Of($"{unmodified.Text} mod({modifier.Text})");

    public TypeShape GetFunctionPointerType(MethodSignature<TypeShape> signature) => TypeShape.Of($"method {Describe(signature)}");

    /// <summary>What two methods of one name must share to be the same method.</summary>
    public static string Describe(MethodSignature<TypeShape> signature) =>
        $"{(signature.Header.IsInstance ? "" : "static ")}{signature.ReturnType.Text} {(signature.GenericParameterCount > 0 ? $"`{signature.GenericParameterCount}" : "")}({string.Join(", ", signature.ParameterTypes.Select(type => type.Text))})";

    public static string NameOf(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        var declaring = type.GetDeclaringType();
        return declaring.IsNil ? Join(reader.GetString(type.Namespace), reader.GetString(type.Name)) : $"{NameOf(reader, declaring)}+{reader.GetString(type.Name)}";
    }

    public static (string Name, string? Scope) NameOf(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        var name = reader.GetString(type.Name);
        if (type.ResolutionScope.Kind == HandleKind.TypeReference)
        {
            var (outer, scope) = NameOf(reader, (TypeReferenceHandle)type.ResolutionScope);
            return ($"{outer}+{name}", scope);
        }

        var assembly = type.ResolutionScope.Kind == HandleKind.AssemblyReference
            ? reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name)
            : null;
        return (Join(reader.GetString(type.Namespace), name), assembly);
    }

    private static string Join(string space, string name) => space.Length == 0 ? name : $"{space}.{name}";
}
