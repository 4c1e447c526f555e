using System.ComponentModel;

namespace MoECollab.Packages;

/// <summary>The typed metadata of an export, as MEF fills it from <see cref="ComponentExportAttribute"/> without creating the component.</summary>
public sealed class ComponentMetadata
{
    /// <summary>The component's id.</summary>
    [DefaultValue("")]
    public string Id { get; set; } = "";

    /// <summary>SemVer.</summary>
    [DefaultValue("")]
    public string Version { get; set; } = "";

    /// <summary>The range of contract versions it works with, in NuGet's notation.</summary>
    [DefaultValue("")]
    public string Contract { get; set; } = "";

    /// <summary>Domains it was made for.</summary>
    [DefaultValue(null)]
    public string[]? Domains { get; set; }

    /// <summary>BCP 47 tags of the languages it was made for.</summary>
    [DefaultValue(null)]
    public string[]? Languages { get; set; }
}
