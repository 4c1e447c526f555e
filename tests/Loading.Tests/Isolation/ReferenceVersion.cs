using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace MoECollab.Loading.Tests.Isolation;

/// <summary>Makes an assembly one that was compiled against another version of what it refers to.</summary>
internal static class ReferenceVersion
{
    public static void Write(string path, string name, Version version)
    {
        var bytes = File.ReadAllBytes(path);
        using (var file = new PEReader(new MemoryStream(bytes)))
        {
            var reader = file.GetMetadataReader();
            var reference = reader.AssemblyReferences.Single(candidate => reader.GetString(reader.GetAssemblyReference(candidate).Name) == name);
            var row = reader.GetTableMetadataOffset(TableIndex.AssemblyRef) + (reader.GetTableRowSize(TableIndex.AssemblyRef) * (MetadataTokens.GetRowNumber(reference) - 1));
            // ECMA-335, II.22.5: a row begins with the four numbers.
            var at = bytes.AsSpan(file.PEHeaders.MetadataStartOffset + row);
            foreach (var part in (int[])[version.Major, version.Minor, version.Build, version.Revision])
            {
                BinaryPrimitives.WriteUInt16LittleEndian(at, (ushort)part);
                at = at[sizeof(ushort)..];
            }
        }

        File.WriteAllBytes(path, bytes);
    }
}
