using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace MoECollab.Loading.Inspecting;

/// <summary>An assembly file in memory: what is inspected is what is loaded, and the file is never locked.</summary>
internal sealed class AssemblyImage : IDisposable
{
    private readonly PEReader _file;

    private AssemblyImage(string path, byte[] bytes, PEReader file)
    {
        Path = path;
        Bytes = bytes;
        _file = file;
        Metadata = file.GetMetadataReader();
    }

    public string Path { get; }

    /// <summary>The simple name that its metadata says.</summary>
    public string Name => Metadata.GetString(Metadata.GetAssemblyDefinition().Name);

    public byte[] Bytes { get; }

    public MetadataReader Metadata { get; }

    /// <summary>Reads an assembly; null where the file is none.</summary>
    public static AssemblyImage? Open(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var file = new PEReader(ImmutableCollectionsMarshal.AsImmutableArray(bytes));
        try
        {
            if (file.HasMetadata && file.GetMetadataReader().IsAssembly)
                return new AssemblyImage(path, bytes, file);
        }
        catch (BadImageFormatException)
        {
            // Says the same as the absence of metadata: it is no assembly.
        }

        file.Dispose();
        return null;
    }

    public void Dispose() => _file.Dispose();
}
