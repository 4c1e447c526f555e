#nullable enable
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Copies a shared library (ELF, 64 bits, little-endian) so that this machine's libstdc++ loads it. A library names the versions of libstdc++ that it was linked
/// with, and the loader refuses it where one is missing, used or not. A missing one that nothing in the library uses is marked as weak in the copy: the loader then
/// goes on. One that is used is an error. Where nothing is missing, the copy has the same bytes.
/// </summary>
public sealed class WeakenMissingVersions : Task
{
    private const string StandardLibraryName = "libstdc++.so.6";
    private const ushort Weak = 2; // VER_FLG_WEAK

    private byte[] _elf = Array.Empty<byte>();

    /// <summary>The library as it was shipped.</summary>
    [Required]
    public string Source { get; set; } = "";

    /// <summary>Where the copy goes.</summary>
    [Required]
    public string Target { get; set; } = "";

    /// <summary>Places where the machine's libstdc++ may lie, with semicolons between; the first that is there counts. None: nothing is changed.</summary>
    public string StandardLibrary { get; set; } = "";

    public override bool Execute()
    {
        _elf = File.ReadAllBytes(Source);
        var library = StandardLibrary.Split(';').FirstOrDefault(File.Exists);
        if (library is not null)
        {
            var provided = Encoding.ASCII.GetString(File.ReadAllBytes(library));
            foreach (var version in NamedVersions().Where(version => !provided.Contains(version.Name + "\0")).ToList())
            {
                if (UsedSymbol(version.Index) is { } symbol)
                    Log.LogError($"{Path.GetFileName(Source)} needs {symbol} of {version.Name}, which this machine's libstdc++ ({library}) lacks. Build on a newer system, such as Debian 13 or Ubuntu 24.04.");
                else
                    _elf[version.Flags] |= (byte)Weak;
            }
        }

        return !Log.HasLoggedErrors && Write();
    }

    // Several builds may do this at once: each writes a file of its own, and whoever comes second leaves the first one's.
    private bool Write()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        var partial = $"{Target}.{Guid.NewGuid():N}";
        File.WriteAllBytes(partial, _elf);
        try
        {
            File.Delete(Target);
            File.Move(partial, Target);
        }
        catch (IOException) when (File.Exists(Target))
        {
            File.Delete(partial);
        }

        return true;
    }

    // Entries of .gnu.version_r under libstdc++: the version's name, its index in .gnu.version, and where its flags lie.
    private IEnumerable<NamedVersion> NamedVersions()
    {
        foreach (var section in Sections(0x6ffffffe)) // SHT_GNU_verneed
        {
            var names = SectionAt(section.Link).Offset;
            var need = section.Offset;
            for (var left = section.Info; left > 0; left--, need += Word(need + 12))
            {
                if (Name(names + Word(need + 4)) != StandardLibraryName)
                    continue;
                var entry = need + Word(need + 8);
                for (var more = Half(need + 2); more > 0; more--, entry += Word(entry + 12))
                    yield return new NamedVersion(Name(names + Word(entry + 8)), Half(entry + 6), entry + 4);
            }
        }
    }

    // A symbol of that version that a relocation fills in, or null: a name that no relocation points to is never looked up.
    private string? UsedSymbol(int version)
    {
        var versions = Sections(0x6fffffff).Single(); // SHT_GNU_versym: one entry a dynamic symbol
        var symbols = SectionAt(versions.Link);
        var names = SectionAt(symbols.Link).Offset;
        foreach (var relocations in Sections(4)) // SHT_RELA
        {
            for (var at = relocations.Offset; at < relocations.Offset + relocations.Size; at += 24)
            {
                var symbol = Word(at + 12);
                if (symbol != 0 && (Half(versions.Offset + (2 * symbol)) & 0x7fff) == version)
                    return Name(names + Word(symbols.Offset + (24 * symbol)));
            }
        }

        return null;
    }

    private IEnumerable<Section> Sections(uint type) => Enumerable.Range(0, Half(0x3C)).Select(index => SectionAt((uint)index)).Where(section => section.Type == type);

    private Section SectionAt(uint index)
    {
        var at = Wide(0x28) + (Half(0x3A) * index);
        return new Section(Word(at + 4), Wide(at + 24), Wide(at + 32), Word(at + 40), Word(at + 44));
    }

    private string Name(long at) => Encoding.ASCII.GetString(_elf, (int)at, Array.IndexOf(_elf, (byte)0, (int)at) - (int)at);

    private ushort Half(long at) => BitConverter.ToUInt16(_elf, (int)at);

    private uint Word(long at) => BitConverter.ToUInt32(_elf, (int)at);

    private long Wide(long at) => BitConverter.ToInt64(_elf, (int)at);

    private sealed class NamedVersion(string name, int index, long flags)
    {
        public string Name { get; } = name;

        public int Index { get; } = index;

        public long Flags { get; } = flags;
    }

    private sealed class Section(uint type, long offset, long size, uint link, uint info)
    {
        public uint Type { get; } = type;

        public long Offset { get; } = offset;

        public long Size { get; } = size;

        public uint Link { get; } = link;

        public uint Info { get; } = info;
    }
}
