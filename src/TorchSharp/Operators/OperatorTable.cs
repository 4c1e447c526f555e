using System.Runtime.CompilerServices;

namespace TorchSharp.Operators;

/// <summary>
/// Operators by name. A name in the source is one string object for the whole run, so a call finds its operator by the
/// reference alone, in a few nanoseconds; only the first call of each place compares text.
/// </summary>
internal static class OperatorTable
{
    private const int Slots = 4096;

    private static readonly Entry?[] Entries = new Entry?[Slots];
    private static readonly Dictionary<string, Operator> ByName = [];
    private static readonly Lock Gate = new();

    internal static Operator Find(string name)
    {
        var entry = Volatile.Read(ref Entries[RuntimeHelpers.GetHashCode(name) & (Slots - 1)]);
        return entry is not null && ReferenceEquals(entry.Name, name) ? entry.Operator : Add(name);
    }

    private static Operator Add(string name)
    {
        Operator? found;
        lock (Gate)
        {
            if (!ByName.TryGetValue(name, out found)) ByName[name] = found = new Operator(name);
        }
        Volatile.Write(ref Entries[RuntimeHelpers.GetHashCode(name) & (Slots - 1)], new Entry(name, found));
        return found;
    }

    private sealed record Entry(string Name, Operator Operator);
}
