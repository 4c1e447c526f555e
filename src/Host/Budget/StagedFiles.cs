using System.IO.MemoryMappedFiles;
using MoECollab.Packages;
using MoECollab.Packaging.Files;
using MoECollab.Weights;

namespace MoECollab.Host.Budget;

/// <summary>A package's files, kept in host memory once they were read, as far as the stage has room. What is kept is what was admitted, whatever becomes of the disk.</summary>
internal sealed class StagedFiles(PackageFiles files, HostStage stage) : IPackageFiles, IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (MemoryMappedFile Map, long Length)> _kept = new(StringComparer.Ordinal);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private int _holders;
    private bool _isDisposed;

    /// <summary>Bytes that are kept; the stage's to change.</summary>
    public long Bytes { get; set; }

    /// <summary>Whether something is being made from the files: they stay meanwhile.</summary>
    public bool IsHeld => Volatile.Read(ref _holders) > 0;

    /// <summary>Whether everything that was ever read of them is kept.</summary>
    public bool IsComplete
    {
        get
        {
            lock (_gate)
                return _read.Count > 0 && _read.All(_kept.ContainsKey);
        }
    }

    /// <summary>Holds the files until <see cref="Release"/>.</summary>
    public void Hold()
    {
        Interlocked.Increment(ref _holders);
        stage.Touch(this);
    }

    /// <summary>Ends what <see cref="Hold"/> began.</summary>
    public void Release() => Interlocked.Decrement(ref _holders);

    /// <inheritdoc/>
    public bool Exists(string path)
    {
        lock (_gate)
            return _kept.ContainsKey(path) || files.Exists(path);
    }

    /// <inheritdoc/>
    public Stream OpenRead(string path) => Kept(path) is { } kept
        ? kept.Map.CreateViewStream(0, kept.Length, MemoryMappedFileAccess.Read)
        : files.OpenRead(path);

    /// <inheritdoc/>
    public WeightFile OpenWeights(string path) => Kept(path) is { } kept
        ? WeightFile.Over(files.Locate(path), kept.Map, kept.Length)
        : files.OpenWeights(path);

    /// <summary>Lets everything go; for the stage.</summary>
    public void Drop()
    {
        lock (_gate)
        {
            // Views that were handed out hold the memory until they are disposed.
            foreach (var (map, _) in _kept.Values)
                map.Dispose();
            _kept.Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
            _isDisposed = true;
        stage.Forget(this);
    }

    private (MemoryMappedFile Map, long Length)? Kept(string path)
    {
        lock (_gate)
        {
            if (_kept.TryGetValue(path, out var kept))
                return kept;
            _read.Add(path);
        }

        using var source = files.OpenRead(path);
        // An empty file has no map; it is no loss.
        if (source.Length == 0 || !stage.TryKeep(this, source.Length))
            return null;
        var map = MemoryMappedFile.CreateNew(null, source.Length);
        using (var copy = map.CreateViewStream(0, source.Length))
            source.CopyTo(copy);
        bool isTooLate;
        lock (_gate)
        {
            isTooLate = _isDisposed;
            if (!isTooLate)
                _kept[path] = (map, source.Length);
        }

        if (isTooLate)
            stage.Forget(this);
        return (map, source.Length);
    }
}
