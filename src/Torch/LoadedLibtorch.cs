using System.Runtime.InteropServices;
using MoECollab.Errors;

namespace MoECollab.Torch;

/// <summary>The libraries, once they are in the process. They stay until it ends.</summary>
internal sealed unsafe class LoadedLibtorch
{
    private readonly Dictionary<string, nint> _handles;
    private readonly delegate* unmanaged<int, void> _setThreads;

    private LoadedLibtorch(LibtorchFolder folder, Dictionary<string, nint> handles)
    {
        Folder = folder;
        _handles = handles;
        _setThreads = (delegate* unmanaged<int, void>)NativeLibrary.GetExport(handles[LibtorchFolder.Bridge], "THSTorch_set_num_threads");
    }

    public LibtorchFolder Folder { get; }

    /// <summary>Loads them in the order in which they need each other.</summary>
    /// <exception cref="MoECollabException"><c>libtorch-unusable</c>: the system's loader refused one.</exception>
    public static LoadedLibtorch From(LibtorchFolder folder)
    {
        var handles = new Dictionary<string, nint>();
        foreach (var (name, path) in folder.Libraries)
        {
            try
            {
                handles.Add(name, NativeLibrary.Load(path));
            }
            catch (Exception fault) when (fault is DllNotFoundException or BadImageFormatException)
            {
                throw new MoECollabException("libtorch-unusable", $"libtorch is there, but this system cannot load '{path}': {Reason(fault, path)}. {LibtorchFolder.Advice}", fault);
            }
        }

        return new LoadedLibtorch(folder, handles);
    }

    /// <summary>What was loaded under a name that TorchSharp uses; 0 where this libtorch has none, as a CPU build has no <c>torch_cuda</c>.</summary>
    public nint HandleOf(string name) => _handles.GetValueOrDefault(name);

    public void SetThreads(int threads) => _setThreads(threads);

    // .NET lists every spelling that it tried; the first line that names the file has the loader's own words.
    private static string Reason(Exception fault, string path) =>
        (fault.Message.Split('\n').FirstOrDefault(line => line.StartsWith(path, StringComparison.Ordinal)) ?? fault.Message.Split('\n')[0]).Trim().TrimEnd('.');
}
