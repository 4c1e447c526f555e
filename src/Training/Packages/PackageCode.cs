using MoECollab.Packaging.Manifests;
using MoECollab.Packaging.Writing;

namespace MoECollab.Training.Packages;

/// <summary>What will run a trained package: a built-in kind, or an assembly that goes into the package.</summary>
public sealed record PackageCode
{
    private PackageCode()
    {
    }

    /// <summary>The built-in kind; null where the package brings an assembly.</summary>
    public string? Kind { get; private init; }

    /// <summary>The assembly; null where a built-in kind runs the package.</summary>
    public PackageEntry? Entry { get; private init; }

    /// <summary>The folder that the assembly and its private dependencies are copied from; null where a built-in kind runs the package.</summary>
    public string? AssemblyFolder { get; private init; }

    /// <summary>Run by a built-in kind.</summary>
    /// <param name="kind">For example <c>adapter</c>.</param>
    public static PackageCode BuiltIn(string kind) => new() { Kind = kind };

    /// <summary>Run by an assembly.</summary>
    /// <param name="entry">The assembly, and the component in it.</param>
    /// <param name="folder">The folder that holds it, for example a plugin project's output folder.</param>
    public static PackageCode Plugin(PackageEntry entry, string folder) => new() { Entry = entry, AssemblyFolder = folder };

    internal void CopyInto(PackageWriter writer)
    {
        if (AssemblyFolder is not null) writer.CopyAssemblies(AssemblyFolder);
    }
}
