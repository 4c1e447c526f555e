using MoECollab.Packaging.Homes;

namespace MoECollab.Loading.Inspecting;

/// <summary>Refuses a package that carries what the host brings once for all: an assembly that is shared, or libtorch.</summary>
internal static class CarriedFiles
{
    public static void Refuse(string folder, SharedAssemblies shared)
    {
        var (copies, torch) = (new SortedSet<string>(StringComparer.Ordinal), new SortedSet<string>(StringComparer.Ordinal));
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetFileName(path);
            if (name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) && shared.Find(Path.GetFileNameWithoutExtension(path)) is not null)
                copies.Add(Shown(folder, path));
            else if (IsTorch(name) && NativeFile.Is(path))
                torch.Add(Shown(folder, path));
        }

        if (copies.Count > 0)
            throw PackageRefusedException.NotSupported($"It carries {string.Join(", ", copies)}, of which the host has the only copy that tensors and types of the contract can cross with; delete {(copies.Count == 1 ? "it" : "them")} from the package, as a plugin project's build does.");
        if (torch.Count > 0)
            throw PackageRefusedException.NotSupported($"It carries libtorch ({string.Join(", ", torch)}), which the host loads once for all packages; delete {(torch.Count == 1 ? "it" : "them")} from the package.");
    }

    // libtorch.so, libtorch_cpu.so.2, libtorch_cuda.dylib, torch_cpu.dll, libc10.so, c10_cuda.dll, libLibTorchSharp.so, LibTorchSharp.dll.
    private static bool IsTorch(string file)
    {
        var name = file.ToUpperInvariant();
        while (name.StartsWith("LIB", StringComparison.Ordinal))
            name = name[3..];
        return name.StartsWith("TORCH", StringComparison.Ordinal) || name.StartsWith("C10.", StringComparison.Ordinal) || name.StartsWith("C10_", StringComparison.Ordinal) || name.StartsWith("C10-", StringComparison.Ordinal);
    }

    private static string Shown(string folder, string path) => $"{PackageLayout.AssemblyFolder}/{Path.GetRelativePath(folder, path).Replace('\\', '/')}";
}
