using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace MoECollab.Host.Configuring;

/// <summary>Reads one section into its options class, key by key, so that every fault can be told at once.</summary>
internal static class SectionReader
{
    /// <summary>Sets what can be read; what cannot is told by <see cref="FaultsOf"/>.</summary>
    public static void Fill(IConfigurationSection section, object options)
    {
        foreach (var child in section.GetChildren())
        {
            if (Find(options.GetType(), child.Key) is { } property && TryConvert(property, child.Value, out var value))
                property.SetValue(options, value);
        }
    }

    /// <summary>Keys that do not exist, and values of the wrong type.</summary>
    public static IEnumerable<string> FaultsOf(IConfigurationSection section, Type options)
    {
        foreach (var child in section.GetChildren())
        {
            if (Find(options, child.Key) is not { } property)
                yield return $"{child.Path} is no setting; {section.Path} has {string.Join(", ", options.GetProperties().Select(known => known.Name))}";
            else if (!TryConvert(property, child.Value, out _))
                yield return $"{child.Path} is '{child.Value}'; expected {NameOf(property.PropertyType)}";
        }
    }

    private static PropertyInfo? Find(Type options, string key) => options.GetProperties().FirstOrDefault(property => property.Name.Equals(key, StringComparison.OrdinalIgnoreCase));

    private static bool TryConvert(PropertyInfo property, string? text, out object? value)
    {
        value = text;
        if (property.PropertyType == typeof(string))
            return text is not null;
        var converter = TypeDescriptor.GetConverter(property.PropertyType);
        if (text is null || !converter.IsValid(text))
            return false;
        value = converter.ConvertFromString(null, CultureInfo.InvariantCulture, text);
        return true;
    }

    private static string NameOf(Type type) => type == typeof(bool) ? "true or false" : "a whole number";
}
