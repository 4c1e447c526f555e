using System.Reflection.PortableExecutable;

namespace MoECollab.Loading.Inspecting;

/// <summary>Tells native libraries from the other files of a package, by the spelling of any platform.</summary>
internal static class NativeFile
{
    /// <summary>Whether a file is a native library: <c>x.so</c>, <c>x.so.1.2</c>, <c>x.dylib</c>, or a <c>x.dll</c> that is no .NET assembly.</summary>
    public static bool Is(string path)
    {
        var name = Path.GetFileName(path);
        if (name.EndsWith(".so", StringComparison.OrdinalIgnoreCase) || name.Contains(".so.", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".dylib", StringComparison.OrdinalIgnoreCase))
            return true;
        return name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) && !HasMetadata(path);
    }

    private static bool HasMetadata(string path)
    {
        using var file = new PEReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        try
        {
            return file.HasMetadata;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }
}
