using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A list of parameters that is a module: its elements are registered under their positions.</summary>
public class ParameterList : nn.Module, IList<Parameter>
{
    private readonly List<Parameter> _list = [];

    /// <summary>A list of these parameters.</summary>
    public ParameterList(params Parameter[] parameters)
        : base(nameof(ParameterList)) => extend(parameters);

    /// <summary>Number of parameters.</summary>
    public int Count => _list.Count;

    /// <summary>Always false.</summary>
    public bool IsReadOnly => false;

    /// <summary>The parameter at a position.</summary>
    public Parameter this[int index]
    {
        get => _list[index];
        set
        {
            _list[index] = value;
            Renumber();
        }
    }

    /// <summary>Adds parameters at the end.</summary>
    public void append(params Parameter[] parameters) => extend(parameters);

    /// <summary>Adds parameters at the end.</summary>
    public void extend(IEnumerable<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        foreach (var parameter in parameters)
            Add(parameter);
    }

    /// <summary>Adds a parameter at the end.</summary>
    public void Add(Parameter item)
    {
        register_parameter($"{_list.Count}", item);
        _list.Add(item);
    }

    /// <summary>Adds a parameter at a position.</summary>
    public void Insert(int index, Parameter item)
    {
        _list.Insert(index, item);
        Renumber();
    }

    /// <summary>Takes the parameter at a position out, without disposing it.</summary>
    public void RemoveAt(int index)
    {
        _list.RemoveAt(index);
        Renumber();
    }

    /// <summary>Takes a parameter out, without disposing it; false where it is not in the list.</summary>
    public bool Remove(Parameter item)
    {
        if (!_list.Remove(item))
            return false;
        Renumber();
        return true;
    }

    /// <summary>Takes all parameters out, without disposing them.</summary>
    public void Clear()
    {
        _list.Clear();
        _internal_params.Clear();
    }

    /// <summary>Whether a parameter is in the list.</summary>
    public bool Contains(Parameter item) => _list.Contains(item);

    /// <summary>Position of a parameter, or -1.</summary>
    public int IndexOf(Parameter item) => _list.IndexOf(item);

    /// <summary>Copies the parameters, in order.</summary>
    public void CopyTo(Parameter[] array, int arrayIndex) => _list.CopyTo(array, arrayIndex);

    /// <summary>The parameters, in order.</summary>
    public IEnumerator<Parameter> GetEnumerator() => _list.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Renumber()
    {
        _internal_params.Clear();
        for (var i = 0; i < _list.Count; i++)
            register_parameter($"{i}", _list[i]);
    }
}
