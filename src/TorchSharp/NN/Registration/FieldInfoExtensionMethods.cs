using System.Reflection;

namespace TorchSharp;

/// <summary>Names of module fields.</summary>
public static class FieldInfoExtensionMethods
{
    /// <summary>The name given by <see cref="ComponentNameAttribute"/>, else the field's own.</summary>
    public static string ComponentName(this FieldInfo field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name;
    }
}
