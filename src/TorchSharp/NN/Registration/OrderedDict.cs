using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace TorchSharp.Utils;

/// <summary>A dictionary that keeps the order in which its entries were added, and is a list of (key, value) pairs as well.</summary>
/// <typeparam name="TKey">Key, unique.</typeparam>
/// <typeparam name="TValue">Value.</typeparam>
public class OrderedDict<TKey, TValue> : IDictionary<TKey, TValue>, IList<(TKey, TValue)>
    where TKey : notnull
{
    private readonly List<(TKey Key, TValue Value)> _entries = [];
    private readonly Dictionary<TKey, TValue> _lookup = [];

    /// <summary>The value of a key; setting adds the key at the end, or replaces its value in place.</summary>
    /// <exception cref="KeyNotFoundException">Read with a key that is absent.</exception>
    public TValue this[TKey key]
    {
        get => _lookup[key];
        set
        {
            if (!_lookup.TryAdd(key, value))
            {
                _lookup[key] = value;
                _entries[PositionOf(key)] = (key, value);
            }
            else
            {
                _entries.Add((key, value));
            }
        }
    }

    /// <summary>The entry at a position; setting replaces key and value.</summary>
    public (TKey, TValue) this[int index]
    {
        get => _entries[index];
        set
        {
            _lookup.Remove(_entries[index].Key);
            _lookup.Add(value.Item1, value.Item2);
            _entries[index] = value;
        }
    }

    /// <summary>Keys, in order of insertion.</summary>
    public ICollection<TKey> Keys => _entries.ConvertAll(entry => entry.Key);

    /// <summary>Values, in order of insertion.</summary>
    public ICollection<TValue> Values => _entries.ConvertAll(entry => entry.Value);

    /// <summary>Number of entries.</summary>
    public int Count => _entries.Count;

    /// <summary>Always false.</summary>
    public bool IsReadOnly => false;

    /// <summary>Keys, in order of insertion.</summary>
    public IEnumerable<TKey> keys() => _entries.Select(entry => entry.Key);

    /// <summary>Values, in order of insertion.</summary>
    public IEnumerable<TValue> values() => _entries.Select(entry => entry.Value);

    /// <summary>Entries, in order of insertion.</summary>
    public IEnumerator<(TKey, TValue)> items() => GetEnumerator();

    /// <summary>Entries, in order of insertion.</summary>
    public IEnumerator<(TKey, TValue)> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    IEnumerator<KeyValuePair<TKey, TValue>> IEnumerable<KeyValuePair<TKey, TValue>>.GetEnumerator() =>
        _entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value)).GetEnumerator();

    /// <summary>Adds an entry at the end.</summary>
    /// <exception cref="ArgumentException">The key is present already.</exception>
    public void Add(TKey key, TValue value)
    {
        _lookup.Add(key, value);
        _entries.Add((key, value));
    }

    /// <inheritdoc cref="Add(TKey, TValue)"/>
    public void Add(KeyValuePair<TKey, TValue> item) => Add(item.Key, item.Value);

    /// <inheritdoc cref="Add(TKey, TValue)"/>
    public void Add((TKey, TValue) item) => Add(item.Item1, item.Item2);

    /// <summary>Adds an entry at a position.</summary>
    /// <exception cref="ArgumentException">The key is present already.</exception>
    public void Insert(int index, (TKey, TValue) item)
    {
        _lookup.Add(item.Item1, item.Item2);
        _entries.Insert(index, item);
    }

    /// <summary>Looks a key up.</summary>
    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => _lookup.TryGetValue(key, out value);

    /// <summary>Whether a key is present.</summary>
    public bool ContainsKey(TKey key) => _lookup.ContainsKey(key);

    /// <summary>Whether a key is present with that value.</summary>
    public bool Contains(KeyValuePair<TKey, TValue> item) => Contains((item.Key, item.Value));

    /// <inheritdoc cref="Contains(KeyValuePair{TKey, TValue})"/>
    public bool Contains((TKey, TValue) item) => _entries.Contains(item);

    /// <summary>Position of an entry, or -1.</summary>
    public int IndexOf((TKey, TValue) item) => _entries.IndexOf(item);

    /// <summary>Removes a key; false where it was absent.</summary>
    public bool Remove(TKey key)
    {
        if (!_lookup.Remove(key))
            return false;
        _entries.RemoveAt(PositionOf(key));
        return true;
    }

    /// <summary>Removes an entry; false where it was absent.</summary>
    public bool Remove(KeyValuePair<TKey, TValue> item) => Remove((item.Key, item.Value));

    /// <inheritdoc cref="Remove(KeyValuePair{TKey, TValue})"/>
    public bool Remove((TKey, TValue) item) => Contains(item) && Remove(item.Item1);

    /// <summary>Removes the entry at a position.</summary>
    public void RemoveAt(int index)
    {
        _lookup.Remove(_entries[index].Key);
        _entries.RemoveAt(index);
    }

    /// <summary>Removes every entry.</summary>
    public void Clear()
    {
        _lookup.Clear();
        _entries.Clear();
    }

    /// <summary>Removes every entry.</summary>
    public void clear() => Clear();

    /// <summary>Copies the entries, in order.</summary>
    public void CopyTo(KeyValuePair<TKey, TValue>[] array, int arrayIndex)
    {
        ArgumentNullException.ThrowIfNull(array);
        foreach (var (key, value) in _entries)
            array[arrayIndex++] = KeyValuePair.Create(key, value);
    }

    /// <summary>Copies the entries, in order.</summary>
    public void CopyTo((TKey, TValue)[] array, int arrayIndex) => _entries.CopyTo(array, arrayIndex);

    private int PositionOf(TKey key) =>
        _entries.FindIndex(entry => EqualityComparer<TKey>.Default.Equals(entry.Key, key));
}
