using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MoECollab.Errors;
using static TorchSharp.torch;

namespace MoECollab.Weights;

/// <summary>
/// A safetensors file, mapped into memory and checked as a whole: header size, dtypes, shapes, offsets, overlap, duplicates.
/// Spans stay valid until <see cref="Dispose"/>. Reads may overlap.
/// </summary>
public sealed class WeightFile : IDisposable
{
    private readonly MemoryMappedFile? _map;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly Dictionary<string, WeightEntry> _entries;
    private readonly nint _data;
    private bool _disposed;

    private WeightFile(string path, MemoryMappedFile? map, MemoryMappedViewAccessor view, long length)
    {
        Path = path;
        _map = map;
        _view = view;
        var start = Begin(view);
        var headerBytes = (long)Math.Min(long.MaxValue, BinaryPrimitives.ReadUInt64LittleEndian(Bytes(start, sizeof(ulong))));
        WeightHeader.Expect(path, headerBytes <= WeightHeader.MaximumBytes, $"the header claims {headerBytes} bytes; the format allows {WeightHeader.MaximumBytes}");
        WeightHeader.Expect(path, headerBytes <= length - sizeof(ulong), $"the header claims {headerBytes} bytes, but only {length - sizeof(ulong)} follow: it was cut short, or is no safetensors file");
        _data = start + sizeof(ulong) + (nint)headerBytes;
        var (entries, metadata) = WeightHeader.Parse(path, Bytes(start + sizeof(ulong), (int)headerBytes), length - sizeof(ulong) - headerBytes);
        _entries = entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        Metadata = metadata;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, WeightEntry> Entries => _entries;

    /// <summary>The header's <c>__metadata__</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Maps and checks a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="WeightFileException">It is missing, unreadable or not a sound safetensors file; the message says which rule it breaks.</exception>
    public static WeightFile Open(string path)
    {
        MemoryMappedFile? map = null;
        MemoryMappedViewAccessor? view = null;
        try
        {
            // Shared for delete and write, so that a package can be replaced while an older generation still serves from it.
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var length = stream.Length;
            WeightHeader.Expect(path, length >= sizeof(ulong), $"the file has {length} bytes; a safetensors file has at least 8");
            map = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
            view = map.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            return new WeightFile(path, map, view, length);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or WeightFileException)
        {
            view?.Dispose();
            map?.Dispose();
            throw fault as WeightFileException ?? new WeightFileException(path, $"cannot be read ({fault.Message})", fault);
        }
    }

    /// <summary>Checks what was read into memory before, and gives a view of it.</summary>
    /// <param name="path">Where it was read from, for messages.</param>
    /// <param name="map">The memory; it stays the caller's, who may dispose it while the view lives.</param>
    /// <param name="length">Bytes of the file.</param>
    /// <exception cref="WeightFileException">It is no sound safetensors file; the message says which rule it breaks.</exception>
    public static WeightFile Over(string path, MemoryMappedFile map, long length)
    {
        ArgumentNullException.ThrowIfNull(map);
        WeightHeader.Expect(path, length >= sizeof(ulong), $"the file has {length} bytes; a safetensors file has at least 8");
        var view = map.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        try
        {
            return new WeightFile(path, null, view, length);
        }
        catch (WeightFileException)
        {
            view.Dispose();
            throw;
        }
    }

    /// <summary>The raw bytes of a tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="WeightFileException">There is none of that name.</exception>
    public ReadOnlySpan<byte> RawBytes(string name)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var entry = Find(name);
        return Bytes(_data + (nint)entry.Offset, checked((int)entry.ByteCount));
    }

    /// <summary>The values of a float32 tensor, in place.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">The shape that the caller relies on; −1 for any length.</param>
    /// <exception cref="WeightFileException">It is missing, of another type, or of another shape.</exception>
    public ReadOnlySpan<float> Floats(string name, params ReadOnlySpan<long> shape)
    {
        Require(name, WeightType.F32, shape);
        return MemoryMarshal.Cast<byte, float>(RawBytes(name));
    }

    /// <summary>The values of an int32 tensor, in place.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">The shape that the caller relies on; −1 for any length.</param>
    /// <exception cref="WeightFileException">It is missing, of another type, or of another shape.</exception>
    public ReadOnlySpan<int> Integers(string name, params ReadOnlySpan<long> shape)
    {
        Require(name, WeightType.I32, shape);
        return MemoryMarshal.Cast<byte, int>(RawBytes(name));
    }

    /// <summary>A copy of a tensor on a device, in its own dtype; owned by the caller.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="device">Where it goes.</param>
    /// <exception cref="WeightFileException">There is none of that name.</exception>
    public Tensor ToTensor(string name, Device device)
    {
        var entry = Find(name);
        using var scope = NewDisposeScope();
        var host = empty([.. entry.Shape], TorchType(entry.Type));
        if (entry.ByteCount > 0)
            RawBytes(name).CopyTo(host.bytes);
        return host.to(device).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _view?.SafeMemoryMappedViewHandle.ReleasePointer();
        _view?.Dispose();
        _map?.Dispose();
    }

    private void Require(string name, WeightType type, ReadOnlySpan<long> shape)
    {
        var entry = Find(name);
        var fits = entry.Type == type && (shape.IsEmpty || entry.Shape.Count == shape.Length);
        for (var i = 0; fits && i < shape.Length; i++)
            fits = shape[i] < 0 || shape[i] == entry.Shape[i];
        WeightHeader.Expect(Path, fits, $"'{name}' is {entry.Type} [{string.Join(", ", entry.Shape)}]; expected {type} [{string.Join(", ", shape.ToArray().Select(size => size < 0 ? "any" : size.ToString()))}]");
    }

    private WeightEntry Find(string name) => _entries.GetValueOrDefault(name)
        ?? throw new WeightFileException(Path, $"there is no tensor '{name}'; the file holds {string.Join(", ", _entries.Keys.Order(StringComparer.Ordinal).Take(20))}");

    private static unsafe nint Begin(MemoryMappedViewAccessor view)
    {
        byte* pointer = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        return (nint)(pointer + view.PointerOffset);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe ReadOnlySpan<byte> Bytes(nint start, int count) => new((void*)start, count);

    private static ScalarType TorchType(WeightType type) => type switch
    {
        WeightType.BOOL => ScalarType.Bool,
        WeightType.U8 => ScalarType.Byte,
        WeightType.I8 => ScalarType.Int8,
        WeightType.I16 => ScalarType.Int16,
        WeightType.F16 => ScalarType.Float16,
        WeightType.BF16 => ScalarType.BFloat16,
        WeightType.I32 => ScalarType.Int32,
        WeightType.F32 => ScalarType.Float32,
        WeightType.F64 => ScalarType.Float64,
        WeightType.I64 => ScalarType.Int64,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };
}
