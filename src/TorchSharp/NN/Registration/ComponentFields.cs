using System.Reflection;

namespace TorchSharp;

/// <summary>The instance fields of a module's type, the most derived class first, each name once.</summary>
internal static class ComponentFields
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static IEnumerable<FieldInfo> Of(Type moduleType)
    {
        var seen = new HashSet<string>();
        for (Type? type = moduleType; type is not null && type != typeof(torch.nn.Module); type = type.BaseType)
        {
            foreach (var field in type.GetFields(Declared))
            {
                if (seen.Add(field.Name))
                    yield return field;
            }
        }
    }
}
