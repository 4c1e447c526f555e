using System.Collections;
using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A dictionary of parameters that is a module: they are registered under their keys, in order of insertion.</summary>
public class ParameterDict : nn.Module, IDictionary<string, Parameter>, IList<(string, Parameter)>
{
    /// <summary>An empty dictionary.</summary>
    public ParameterDict()
        : base(nameof(ParameterDict))
    {
    }

    /// <summary>Number of parameters.</summary>
    public int Count => _internal_params.Count;

    /// <summary>Always false.</summary>
    public bool IsReadOnly => false;

    /// <summary>Keys, in order.</summary>
    public ICollection<string> Keys => _internal_params.Keys;

    /// <summary>Parameters, in order.</summary>
    public ICollection<Parameter> Values => [.. values()];

    /// <summary>The parameter of a key; setting adds or replaces it.</summary>
    public Parameter this[string key]
    {
        get => _internal_params[key];
        set
        {
            if (!_internal_params.ContainsKey(key))
                register_parameter(key, value);
            else
                _internal_params[key] = value;
        }
    }

    /// <summary>The entry at a position.</summary>
    public (string, Parameter) this[int index]
    {
        get => (_internal_params[index].Item1, _internal_params[index].Item2);
        set => _internal_params[index] = value;
    }

    /// <summary>Keys, in order.</summary>
    public IEnumerable<string> keys() => _internal_params.keys();

    /// <summary>Parameters, in order.</summary>
    public IEnumerable<Parameter> values() => _internal_params.values();

    /// <summary>Entries, in order.</summary>
    public IEnumerator<(string, Parameter)> items() => GetEnumerator();

    /// <summary>Adds a parameter under a new key.</summary>
    /// <exception cref="InvalidOperationException">The key is taken.</exception>
    public void Add(string key, Parameter value) => register_parameter(key, value);

    /// <inheritdoc cref="Add(string, Parameter)"/>
    public void Add((string, Parameter) item) => Add(item.Item1, item.Item2);

    /// <inheritdoc cref="Add(string, Parameter)"/>
    public void Add(KeyValuePair<string, Parameter> item) => Add(item.Key, item.Value);

    /// <summary>Adds an entry at a position.</summary>
    /// <exception cref="ArgumentException">The key is taken.</exception>
    public void Insert(int index, (string, Parameter) item) => _internal_params.Insert(index, item);

    /// <summary>Whether a key is present.</summary>
    public bool ContainsKey(string key) => _internal_params.ContainsKey(key);

    /// <summary>Whether a key is present with that parameter.</summary>
    public bool Contains((string, Parameter) item) => TryGetValue(item.Item1, out var found) && ReferenceEquals(found, item.Item2);

    /// <summary>Whether a key is present with that parameter.</summary>
    public bool Contains(KeyValuePair<string, Parameter> item) => Contains((item.Key, item.Value));

    /// <summary>Looks a key up.</summary>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Parameter value)
    {
        var found = _internal_params.TryGetValue(key, out var held);
        value = held;
        return found;
    }

    /// <summary>Position of an entry, or -1.</summary>
    public int IndexOf((string, Parameter) item) => _internal_params.IndexOf(item);

    /// <summary>Takes a key out, without disposing its parameter; false where it is absent.</summary>
    public bool Remove(string key) => _internal_params.Remove(key);

    /// <summary>Takes an entry out, without disposing its parameter; false where it is absent.</summary>
    public bool Remove((string, Parameter) item) => Contains(item) && Remove(item.Item1);

    /// <summary>Takes an entry out, without disposing its parameter; false where it is absent.</summary>
    public bool Remove(KeyValuePair<string, Parameter> item) => Remove((item.Key, item.Value));

    /// <summary>Takes the entry at a position out, without disposing its parameter.</summary>
    public void RemoveAt(int index) => _internal_params.RemoveAt(index);

    /// <summary>Takes all out, without disposing them.</summary>
    public void Clear() => _internal_params.Clear();

    /// <summary>Takes all out, without disposing them.</summary>
    public void clear() => Clear();

    /// <summary>Copies the entries, in order.</summary>
    public void CopyTo((string, Parameter)[] array, int arrayIndex)
    {
        ArgumentNullException.ThrowIfNull(array);
        foreach (var entry in this)
            array[arrayIndex++] = entry;
    }

    /// <summary>Copies the entries, in order.</summary>
    public void CopyTo(KeyValuePair<string, Parameter>[] array, int arrayIndex)
    {
        ArgumentNullException.ThrowIfNull(array);
        foreach (var (key, value) in this)
            array[arrayIndex++] = KeyValuePair.Create(key, value);
    }

    /// <summary>Entries, in order.</summary>
    public IEnumerator<(string, Parameter)> GetEnumerator()
    {
        foreach (var (key, value) in _internal_params)
            yield return (key, value);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    IEnumerator<KeyValuePair<string, Parameter>> IEnumerable<KeyValuePair<string, Parameter>>.GetEnumerator()
    {
        foreach (var (key, value) in this)
            yield return KeyValuePair.Create(key, value);
    }
}
