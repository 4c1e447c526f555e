using System.Runtime.InteropServices;

namespace MoECollab.Text.Learning;

/// <summary>Keeps the state of one fit in a file, so that a killed training goes on from its last pass with the same result.</summary>
/// <param name="path">The file, in a folder that exists.</param>
/// <param name="identity">Everything that the result depends on; a file that was kept under another identity is ignored.</param>
public sealed class TrainingCheckpoint(string path, string identity)
{
    /// <summary>Fills the arrays from the file.</summary>
    /// <param name="arrays">As they were given to <see cref="Keep"/>, of equal lengths.</param>
    /// <returns>The number that was kept with them, or −1 where there is no file, or one of another fit.</returns>
    public int Restore(IReadOnlyList<float[]> arrays)
    {
        if (!File.Exists(path))
            return -1;
        try
        {
            using var reader = new BinaryReader(File.OpenRead(path));
            if (reader.ReadString() != identity)
                return -1;
            var number = reader.ReadInt32();
            if (arrays.Any(array => reader.ReadInt32() != array.Length))
                return -1;
            if (reader.BaseStream.Length - reader.BaseStream.Position != arrays.Sum(array => (long)array.Length * sizeof(float)))
                return -1;
            foreach (var array in arrays)
                reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(array.AsSpan()));
            return number;
        }
        catch (EndOfStreamException)
        {
            return -1;
        }
    }

    /// <summary>Writes the arrays beside the file and renames them into place.</summary>
    /// <param name="number">For example the number of passes made.</param>
    /// <param name="arrays">The state.</param>
    public void Keep(int number, IReadOnlyList<float[]> arrays)
    {
        var partial = path + ".partial";
        using (var writer = new BinaryWriter(File.Create(partial)))
        {
            writer.Write(identity);
            writer.Write(number);
            foreach (var array in arrays)
                writer.Write(array.Length);
            foreach (var array in arrays)
                writer.Write(MemoryMarshal.AsBytes(array.AsSpan()));
        }

        File.Move(partial, path, overwrite: true);
    }
}
