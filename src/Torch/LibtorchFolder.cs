using System.Runtime.InteropServices;
using MoECollab.Errors;

namespace MoECollab.Torch;

/// <summary>Where libtorch lies: the folder that <c>LIBTORCH_HOME</c> names, else <c>libtorch/</c> beside the program.</summary>
/// <param name="Path">The folder with its libraries.</param>
/// <param name="Version">Which libtorch it is, such as <c>2.10.0+cpu</c>.</param>
public sealed record LibtorchFolder(string Path, string Version)
{
    /// <summary>TorchSharp's own native library, which calls libtorch.</summary>
    internal const string Bridge = "LibTorchSharp";

    // In the order in which they need each other; a CPU build has none with "cuda".
    private static readonly string[] InOrder = ["c10", "torch_cpu", "c10_cuda", "torch_cuda", "torch"];
    private static readonly string[] Needed = [.. InOrder.Where(name => !name.EndsWith("cuda", StringComparison.Ordinal))];

    /// <summary>How to get it.</summary>
    internal static string Advice { get; } =
        $"Build the program with -p:Torch=cpu (or cuda-linux, cuda-windows), which lays out 'libtorch' beside it, or set LIBTORCH_HOME to a folder with libtorch {Libtorch.Version}.";

    /// <summary>The libraries to load, by the names that TorchSharp uses.</summary>
    internal IEnumerable<KeyValuePair<string, string>> Libraries =>
        InOrder.Select(name => KeyValuePair.Create(name, In(Path, name))).Where(library => File.Exists(library.Value)).Append(KeyValuePair.Create(Bridge, BridgePath));

    /// <summary>Where TorchSharp's own library is: beside the program, whichever libtorch it calls.</summary>
    internal string BridgePath { get; init; } = "";

    /// <summary>Looks for it.</summary>
    /// <exception cref="MoECollabException"><c>libtorch-missing</c>: it is not there; <c>libtorch-version</c>: it is another version.</exception>
    public static LibtorchFolder Find() => Find(Environment.GetEnvironmentVariable("LIBTORCH_HOME"), System.IO.Path.Combine(AppContext.BaseDirectory, "libtorch"));

    /// <summary>Looks for it.</summary>
    /// <param name="home">What <c>LIBTORCH_HOME</c> says; null or empty: nothing.</param>
    /// <param name="beside">What a build lays out beside the program.</param>
    internal static LibtorchFolder Find(string? home, string beside)
    {
        var (folder, version) = string.IsNullOrEmpty(home) ? (beside, Libtorch.Version) : Named(home);
        if (In(beside, Bridge) is var bridge && !File.Exists(bridge))
            throw new MoECollabException("libtorch-missing", Missing(beside, RuntimeInformation.RuntimeIdentifier));
        if (Needed.FirstOrDefault(name => !File.Exists(In(folder, name))) is { } absent)
            throw new MoECollabException("libtorch-missing", $"There is no {System.IO.Path.GetFileName(In(folder, absent))} in '{folder}'. {Advice}");
        return new LibtorchFolder(folder, version) { BridgePath = bridge };
    }

    private static (string Folder, string Version) Named(string home)
    {
        string[] places = [home, System.IO.Path.Combine(home, "lib"), System.IO.Path.Combine(home, "torch", "lib")];
        var folder = places.FirstOrDefault(place => Needed.All(name => File.Exists(In(place, name))))
            ?? throw new MoECollabException("libtorch-missing", $"LIBTORCH_HOME is '{home}', which holds no libtorch: {string.Join(", ", Needed.Select(name => System.IO.Path.GetFileName(In(home, name))))} were looked for in it, in lib/ and in torch/lib/. Set it to a folder with libtorch {Libtorch.Version}, or unset it.");
        var version = VersionOf(folder)
            ?? throw new MoECollabException("libtorch-version", $"LIBTORCH_HOME is '{home}', which does not say its version: neither 'build-version' nor 'version.py' lies in '{folder}' or above it. Set it to a folder with libtorch {Libtorch.Version}, or unset it.");
        return version.Split('+')[0] == Libtorch.Version
            ? (folder, version)
            : throw new MoECollabException("libtorch-version", $"LIBTORCH_HOME is '{home}', a libtorch {version}; this program's TorchSharp needs libtorch {Libtorch.Version}. Set it to such a folder, or unset it.");
    }

    // An unpacked archive has "build-version", a Python wheel "version.py", both above lib/.
    private static string? VersionOf(string folder)
    {
        foreach (var place in new[] { folder, System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(folder))! })
        {
            if (File.Exists(System.IO.Path.Combine(place, "build-version")))
                return File.ReadAllText(System.IO.Path.Combine(place, "build-version")).Trim();
            var line = File.Exists(System.IO.Path.Combine(place, "version.py"))
                ? File.ReadLines(System.IO.Path.Combine(place, "version.py")).FirstOrDefault(line => line.StartsWith("__version__", StringComparison.Ordinal))
                : null;
            if (line?.Split('\'', '"') is { Length: > 1 } parts)
                return parts[1];
        }

        return null;
    }

    /// <summary>Why there is none beside a program on a platform.</summary>
    internal static string Missing(string beside, string platform) => platform is "linux-x64" or "win-x64" or "win-arm64" or "osx-arm64"
        ? $"This needs tensors, and there is no libtorch beside the program ('{beside}'). {Advice}"
        : $"This needs tensors, and TorchSharp has no native library for {platform}. What needs none runs here: n-gram experts with their gates and encoders.";

    private static string In(string folder, string name) => System.IO.Path.Combine(folder,
        OperatingSystem.IsWindows() ? $"{name}.dll" : OperatingSystem.IsMacOS() ? $"lib{name}.dylib" : $"lib{name}.so");
}
