using System.Collections;
using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A dictionary of modules that is a module: they are registered under their keys, in order of insertion.</summary>
/// <typeparam name="T">Type of the modules.</typeparam>
public class ModuleDict<T> : nn.Module, IDictionary<string, T>, IList<(string, T)>
    where T : nn.Module
{
    /// <summary>An empty dictionary.</summary>
    public ModuleDict()
        : base(nameof(ModuleDict<>))
    {
    }

    /// <summary>Number of modules.</summary>
    public int Count => _internal_submodules.Count;

    /// <summary>Always false.</summary>
    public bool IsReadOnly => false;

    /// <summary>Keys, in order.</summary>
    public ICollection<string> Keys => _internal_submodules.Keys;

    /// <summary>Modules, in order.</summary>
    public ICollection<T> Values => [.. values()];

    /// <summary>The module of a key; setting adds or replaces it.</summary>
    public T this[string key]
    {
        get => (T)_internal_submodules[key];
        set
        {
            if (!_internal_submodules.ContainsKey(key))
                register_module(key, value);
            else
                _internal_submodules[key] = value;
        }
    }

    /// <summary>The entry at a position.</summary>
    public (string, T) this[int index]
    {
        get => (_internal_submodules[index].Item1, (T)_internal_submodules[index].Item2);
        set => _internal_submodules[index] = value;
    }

    /// <summary>Keys, in order.</summary>
    public IEnumerable<string> keys() => _internal_submodules.keys();

    /// <summary>Modules, in order.</summary>
    public IEnumerable<T> values() => _internal_submodules.values().Cast<T>();

    /// <summary>Entries, in order.</summary>
    public IEnumerator<(string, T)> items() => GetEnumerator();

    /// <summary>Adds a module under a new key.</summary>
    /// <exception cref="InvalidOperationException">The key is taken.</exception>
    public void Add(string key, T value) => register_module(key, value);

    /// <inheritdoc cref="Add(string, T)"/>
    public void Add((string, T) item) => Add(item.Item1, item.Item2);

    /// <inheritdoc cref="Add(string, T)"/>
    public void Add(KeyValuePair<string, T> item) => Add(item.Key, item.Value);

    /// <summary>Adds an entry at a position.</summary>
    /// <exception cref="ArgumentException">The key is taken.</exception>
    public void Insert(int index, (string, T) item) => _internal_submodules.Insert(index, item);

    /// <summary>Whether a key is present.</summary>
    public bool ContainsKey(string key) => _internal_submodules.ContainsKey(key);

    /// <summary>Whether a key is present with that module.</summary>
    public bool Contains((string, T) item) => TryGetValue(item.Item1, out var found) && ReferenceEquals(found, item.Item2);

    /// <summary>Whether a key is present with that module.</summary>
    public bool Contains(KeyValuePair<string, T> item) => Contains((item.Key, item.Value));

    /// <summary>Looks a key up.</summary>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value)
    {
        var found = _internal_submodules.TryGetValue(key, out var held);
        value = (T?)held;
        return found;
    }

    /// <summary>Position of an entry, or -1.</summary>
    public int IndexOf((string, T) item) => _internal_submodules.IndexOf(item);

    /// <summary>Takes a key out, without disposing its module; false where it is absent.</summary>
    public bool Remove(string key) => _internal_submodules.Remove(key);

    /// <summary>Takes an entry out, without disposing its module; false where it is absent.</summary>
    public bool Remove((string, T) item) => Contains(item) && Remove(item.Item1);

    /// <summary>Takes an entry out, without disposing its module; false where it is absent.</summary>
    public bool Remove(KeyValuePair<string, T> item) => Remove((item.Key, item.Value));

    /// <summary>Takes the entry at a position out, without disposing its module.</summary>
    public void RemoveAt(int index) => _internal_submodules.RemoveAt(index);

    /// <summary>Takes all out, without disposing them.</summary>
    public void Clear() => _internal_submodules.Clear();

    /// <summary>Takes all out, without disposing them.</summary>
    public void clear() => Clear();

    /// <summary>Copies the entries, in order.</summary>
    public void CopyTo((string, T)[] array, int arrayIndex)
    {
        ArgumentNullException.ThrowIfNull(array);
        foreach (var entry in this)
            array[arrayIndex++] = entry;
    }

    /// <summary>Copies the entries, in order.</summary>
    public void CopyTo(KeyValuePair<string, T>[] array, int arrayIndex)
    {
        ArgumentNullException.ThrowIfNull(array);
        foreach (var (key, value) in this)
            array[arrayIndex++] = KeyValuePair.Create(key, value);
    }

    /// <summary>Entries, in order.</summary>
    public IEnumerator<(string, T)> GetEnumerator()
    {
        foreach (var (key, value) in _internal_submodules)
            yield return (key, (T)value);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    IEnumerator<KeyValuePair<string, T>> IEnumerable<KeyValuePair<string, T>>.GetEnumerator()
    {
        foreach (var (key, value) in this)
            yield return KeyValuePair.Create(key, value);
    }
}
