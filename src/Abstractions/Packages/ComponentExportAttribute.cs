using System.Composition;

namespace MoECollab.Packages;

/// <summary>What every exported component says of itself; its public properties become the typed metadata <see cref="ComponentMetadata"/>.</summary>
[MetadataAttribute]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public abstract class ComponentExportAttribute : ExportAttribute
{
    /// <summary>Names the component.</summary>
    /// <param name="role">The factory interface that is exported.</param>
    /// <param name="id"><c>[a-z0-9][a-z0-9._-]{0,63}</c>.</param>
    /// <param name="version">SemVer.</param>
    protected ComponentExportAttribute(Type role, string id, string version)
        : base(role)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(version);
    }

    // MEF reads the properties that an attribute's own type declares and no inherited ones, hence abstract.

    /// <summary>The component's id, as its package's manifest has it.</summary>
    public abstract string Id { get; }

    /// <summary>SemVer, as the package's manifest has it.</summary>
    public abstract string Version { get; }

    /// <summary>The range of contract versions it works with, in NuGet's notation.</summary>
    public abstract string Contract { get; set; }

    /// <summary>Domains it was made for, for people and for cold routing; may be empty.</summary>
    public abstract string[] Domains { get; set; }

    /// <summary>BCP 47 tags of the languages it was made for; empty where that does not matter.</summary>
    public abstract string[] Languages { get; set; }
}
