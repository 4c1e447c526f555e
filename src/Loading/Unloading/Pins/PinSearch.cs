using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace MoECollab.Loading.Unloading.Pins;

/// <summary>
/// Finds what keeps an unloaded context alive. Every object of a context's types, and every delegate to its methods, refers to the context's loader
/// allocator; so the ways by which the roots reach that one object are the pins.
/// </summary>
internal static class PinSearch
{
    private const int MaximumPaths = 64;
    private const string Allocator = "System.Reflection.LoaderAllocator";

    // Searches of one process come one after the other: each is a full collection, and a session of the diagnostic port.
    private static readonly Lock OneAtATime = new();

    /// <summary>Looks at the heap.</summary>
    /// <param name="context">A context that is unloaded and alive.</param>
    /// <returns>Ways from roots to its code, the shortest first; empty where nothing in the heap holds it, null where it is gone by now.</returns>
    /// <exception cref="HeapUnreadableException">The heap cannot be looked into.</exception>
    public static IReadOnlyList<PinPath>? Find(WeakReference context)
    {
        lock (OneAtATime)
        {
            // The mark does not move, so the snapshot names it by the address that is known here.
            var mark = GC.AllocateUninitializedArray<byte>(1, pinned: true);
            var handle = new DependentHandle();
            try
            {
                if (!Attach(context, mark, ref handle))
                    return null;
                var snapshot = HeapSnapshotReader.Read();
                var paths = Paths(snapshot, AddressOf(mark));
                GC.KeepAlive(mark);
                return paths;
            }
            finally
            {
                handle.Dispose();
            }
        }
    }

    // Not inlined: what it looks at must not be held by a frame while the heap is looked at.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Attach(WeakReference context, byte[] mark, ref DependentHandle handle)
    {
        if ((context.Target as AssemblyLoadContext)?.Assemblies.FirstOrDefault() is not { } assembly)
            return false;
        handle = new DependentHandle(assembly, mark);
        return true;
    }

    private static unsafe ulong AddressOf(byte[] mark) => (ulong)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(mark)) - (2 * (ulong)sizeof(nint));

    private static List<PinPath>? Paths(HeapSnapshot snapshot, ulong mark)
    {
        var types = snapshot.TypeNames();
        var assembly = snapshot.Dependents.Find(pair => pair.Value == mark).Key;
        var allocator = snapshot.TargetsOf(assembly).FirstOrDefault(target => types.GetValueOrDefault(target) == Allocator);
        if (allocator == 0)
            return null;
        snapshot.Dependents.RemoveAll(pair => pair.Value == mark);
        return Climb(snapshot, allocator, types);
    }

    // Breadth first from the allocator upwards; beyond an object that a root holds nothing is asked.
    private static List<PinPath> Climb(HeapSnapshot snapshot, ulong allocator, Dictionary<ulong, string> types)
    {
        var roots = snapshot.KindOfRoots();
        var holders = snapshot.Holders();
        var below = new Dictionary<ulong, ulong> { [allocator] = 0 };
        var waiting = new Queue<ulong>([allocator]);
        var found = new List<PinPath>();
        if (roots.TryGetValue(allocator, out var direct))
            found.Add(new PinPath(direct, []));
        while (found.Count < MaximumPaths && waiting.TryDequeue(out var node))
        {
            foreach (var holder in holders[node])
            {
                // One array holds the static fields of many types, so a root may be reached in several ways, each telling something else.
                if (roots.TryGetValue(holder, out var kind))
                    found.Add(new PinPath(kind, [types.GetValueOrDefault(holder, "?"), .. Down(node, below, types)]));
                else if (below.TryAdd(holder, node))
                    waiting.Enqueue(holder);
            }
        }

        return [.. found.DistinctBy(path => path.ToString())];
    }

    // The types from an object down to the allocator, which is left out.
    private static IEnumerable<string> Down(ulong from, Dictionary<ulong, ulong> below, Dictionary<ulong, string> types)
    {
        for (var node = from; below[node] != 0; node = below[node])
            yield return types.GetValueOrDefault(node, "?");
    }
}
