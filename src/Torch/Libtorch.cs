using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using MoECollab.Errors;

namespace MoECollab.Torch;

/// <summary>
/// The native half of TorchSharp. It is loaded when the first tensor is made and not before: a program that makes none does without its 100 MB.
/// Left to itself TorchSharp would look beside its own assembly, then copy 478 MB out of the package cache, and print its search; it never comes to that here.
/// </summary>
public static class Libtorch
{
    private static readonly Lock Loading = new();
    private static LoadedLibtorch? _loaded;
    private static MoECollabException? _refusal;
    private static int _threads;
    private static bool _isRegistered;
    private static bool _isAsked;

    /// <summary>The version that TorchSharp was made for; any other is refused.</summary>
    public static string Version { get; } =
        typeof(Libtorch).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "LibtorchVersion").Value!;

    /// <summary>Whether it is in this process.</summary>
    public static bool IsLoaded => Volatile.Read(ref _loaded) is not null;

    /// <summary>
    /// From now on TorchSharp gets its libraries from here, when it first asks. A program calls it before it touches TorchSharp; what is built with
    /// <c>build/TorchNatives.targets</c>, or with the package of this assembly, does so before its <c>Main</c>. Further calls do nothing.
    /// </summary>
    public static void LoadOnDemand()
    {
        lock (Loading)
        {
            if (_isRegistered)
                return;
            _isRegistered = true;
            AssemblyLoadContext.Default.ResolvingUnmanagedDll += Resolve;
        }
    }

    /// <summary>Loads it now, if it is not loaded yet, and says where from.</summary>
    /// <exception cref="MoECollabException"><c>libtorch-missing</c>, <c>libtorch-version</c> or <c>libtorch-unusable</c>: what was looked for and how to get it.</exception>
    public static LibtorchFolder Load()
    {
        lock (Loading)
            return (_loaded ??= LoadWithThreads()).Folder;
    }

    /// <summary>
    /// Threads within one operator, for the calling thread and for threads that begin later. Loads nothing: a count that is set before the first tensor holds from that on.
    /// </summary>
    /// <param name="threads">From 1.</param>
    public static void SetThreads(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        lock (Loading)
        {
            _threads = threads;
            _loaded?.SetThreads(threads);
        }
    }

    private static LoadedLibtorch LoadWithThreads()
    {
        var loaded = LoadedLibtorch.From(LibtorchFolder.Find());
        if (_threads > 0)
            loaded.SetThreads(_threads);
        return loaded;
    }

    // TorchSharp swallows what is thrown while it looks, and then begins to copy. So what is missing is told at its first call into the library instead.
    private static nint Resolve(Assembly asking, string name)
    {
        if (asking.GetName().Name != "TorchSharp")
            return 0;
        lock (Loading)
        {
            if (!_isAsked)
                NativeLibrary.SetDllImportResolver(asking, BridgeOf);
            _isAsked = true;
            try
            {
                if (_refusal is null)
                    return (_loaded ??= LoadWithThreads()).HandleOf(name);
            }
            catch (MoECollabException refusal)
            {
                _refusal = refusal;
            }

            return NativeLibrary.GetMainProgramHandle();
        }
    }

    private static nint BridgeOf(string name, Assembly asking, DllImportSearchPath? path)
    {
        if (name != LibtorchFolder.Bridge)
            return 0;
        return _refusal is null ? _loaded!.HandleOf(name) : throw _refusal;
    }
}
