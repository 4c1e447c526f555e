using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace MoECollab.Loading.Unloading;

/// <summary>Finds out whether an unloaded context is gone. Only the collector can tell, so this is the one place that calls it.</summary>
internal static class ContextWatch
{
    /// <summary>As many full collections as a context without pins has ever needed, with room to spare.</summary>
    public const int MaximumCollections = 10;

    public static (bool Collected, int Collections) WaitFor(WeakReference context)
    {
        for (var collection = 1; collection <= MaximumCollections; collection++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
            GC.WaitForPendingFinalizers();
            if (!context.IsAlive)
                return (true, collection);
        }

        return (false, MaximumCollections);
    }

    // Not inlined: a reference that a caller's frame still holds would be a pin of our own.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static WeakReference Unload(ref AssemblyLoadContext? context)
    {
        var reference = new WeakReference(context, trackResurrection: true);
        context!.Unload();
        context = null;
        return reference;
    }
}
