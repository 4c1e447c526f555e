using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MoECollab.Packaging.Manifests;

/// <summary>Names every member of a document that its type does not have: the serialiser itself would stop at the first.</summary>
internal static class UnknownMembers
{
    public static IEnumerable<string> Find(JsonElement element, JsonTypeInfo type, string path = "") => (element.ValueKind, type.Kind) switch
    {
        (JsonValueKind.Object, JsonTypeInfoKind.Object) => element.EnumerateObject().SelectMany(member => InMember(member, type, path)),
        (JsonValueKind.Array, JsonTypeInfoKind.Enumerable) => element.EnumerateArray().SelectMany((item, index) => Find(item, Of(type, type.ElementType!), $"{path}[{index}]")),
        (JsonValueKind.Object, JsonTypeInfoKind.Dictionary) => element.EnumerateObject().SelectMany(member => Find(member.Value, Of(type, type.ElementType!), $"{path}.{member.Name}")),
        _ => [],
    };

    private static IEnumerable<string> InMember(JsonProperty member, JsonTypeInfo type, string path)
    {
        var place = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
        var property = type.Properties.FirstOrDefault(property => property.Name == member.Name);
        return property is null ? [place] : Find(member.Value, Of(type, property.PropertyType), place);
    }

    private static JsonTypeInfo Of(JsonTypeInfo parent, Type type) => parent.Options.GetTypeInfo(type);
}
