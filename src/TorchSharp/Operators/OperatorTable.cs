using System.Runtime.CompilerServices;

namespace TorchSharp.Operators;

/// <summary>
/// Operators by name. A name in the source is one string object for the whole run, so a call finds its operator by the
/// reference alone, in a few nanoseconds; only the first call of each place compares text.
/// </summary>
internal static class OperatorTable
{
    private const int Slots = 8192;
    private const int Probes = 8;

    private static readonly Entry?[] Entries = new Entry?[Slots];
    private static readonly Dictionary<string, Operator> ByName = [];
    private static readonly Lock Gate = new();

    internal static Operator Find(string name)
    {
        var slot = RuntimeHelpers.GetHashCode(name);
        for (var probe = 0; probe < Probes; probe++)
        {
            var entry = Volatile.Read(ref Entries[(slot + probe) & (Slots - 1)]);
            if (entry is null) break;
            if (ReferenceEquals(entry.Name, name)) return entry.Operator;
        }
        return Add(name, slot);
    }

    private static Operator Add(string name, int slot)
    {
        lock (Gate)
        {
            if (!ByName.TryGetValue(name, out var found)) ByName[name] = found = new Operator(name);
            for (var probe = 0; probe < Probes; probe++)
            {
                ref var entry = ref Entries[(slot + probe) & (Slots - 1)];
                if (entry is not null) continue;
                Volatile.Write(ref entry, new Entry(name, found));
                break;
            }
            return found;
        }
    }

    private sealed record Entry(string Name, Operator Operator);
}
