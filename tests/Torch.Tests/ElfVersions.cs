using System.Buffers.Binary;
using System.Text;

namespace MoECollab.Torch.Tests;

/// <summary>Reads which versions of libstdc++ a shared library names (ELF, 64 bits, little-endian), by its dynamic section as the system's loader does.</summary>
internal sealed class ElfVersions(byte[] elf)
{
    private const long Strings = 5, Needed = 0x6ffffffe, NeededCount = 0x6fffffff; // DT_STRTAB, DT_VERNEED, DT_VERNEEDNUM

    /// <summary>Name and flags of each; flag 2 is weak.</summary>
    public Dictionary<string, int> OfStandardLibrary()
    {
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        var dynamic = Dynamic();
        var (names, need) = (FileOffset(dynamic[Strings]), FileOffset(dynamic[Needed]));
        for (var left = dynamic[NeededCount]; left > 0; left--, need += Word(need + 12))
        {
            if (Text(names + Word(need + 4)) != "libstdc++.so.6")
                continue;
            var entry = need + Word(need + 8);
            for (var more = Half(need + 2); more > 0; more--, entry += Word(entry + 12))
                found.Add(Text(names + Word(entry + 8)), Half(entry + 4));
        }

        return found;
    }

    private Dictionary<long, long> Dynamic()
    {
        var entries = new Dictionary<long, long>();
        var (offset, _, size) = Segments().Single(segment => segment.Type == 2).Place; // PT_DYNAMIC
        for (var at = offset; at < offset + size; at += 16)
            entries.TryAdd(Wide(at), Wide(at + 8));
        return entries;
    }

    private long FileOffset(long address)
    {
        var (offset, start, _) = Segments().First(segment => segment.Type == 1 && segment.Place.Address <= address && address < segment.Place.Address + segment.Place.Size).Place; // PT_LOAD
        return offset + address - start;
    }

    private IEnumerable<(uint Type, (long Offset, long Address, long Size) Place)> Segments()
    {
        for (var i = 0; i < Half(0x38); i++)
        {
            var at = Wide(0x20) + (i * (long)Half(0x36));
            yield return (Word(at), (Wide(at + 8), Wide(at + 16), Wide(at + 32)));
        }
    }

    private string Text(long at) => Encoding.ASCII.GetString(elf, (int)at, Array.IndexOf(elf, (byte)0, (int)at) - (int)at);

    private ushort Half(long at) => BinaryPrimitives.ReadUInt16LittleEndian(elf.AsSpan((int)at));

    private uint Word(long at) => BinaryPrimitives.ReadUInt32LittleEndian(elf.AsSpan((int)at));

    private long Wide(long at) => BinaryPrimitives.ReadInt64LittleEndian(elf.AsSpan((int)at));
}
