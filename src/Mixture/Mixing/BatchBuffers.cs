using MoECollab.Mixture.Dispatching;
using MoECollab.Mixture.Executing;

namespace MoECollab.Mixture.Mixing;

/// <summary>What a batch works in, kept from one to the next.</summary>
internal sealed class BatchBuffers
{
    private RowEntry[] _entries = [];
    private int[] _starts = [];
    private int[] _places = [];
    private string?[] _faults = [];
    private float[] _values = [];

    /// <summary>The batch by expert.</summary>
    public Dispatch Dispatch { get; } = new();

    /// <summary>What came of each expert of each row's decision: the rows' one after the other.</summary>
    public RowEntry[] Entries => _entries;

    /// <summary>Where each row's entries begin, and the end.</summary>
    public int[] Starts => _starts;

    /// <summary>Which vector each of the dispatch's entries reads.</summary>
    public int[] Places => _places;

    /// <summary>What is wrong with each of the dispatch's entries.</summary>
    public string?[] Faults => _faults;

    /// <summary>What experts in host memory answer.</summary>
    public float[] Values => _values;

    /// <summary>Makes room.</summary>
    /// <param name="rows">B.</param>
    /// <param name="entries">Of the dispatch.</param>
    /// <param name="values">Floats that experts in host memory answer together.</param>
    public void Make(int rows, int entries, int values)
    {
        if (_starts.Length < rows + 1)
            _starts = new int[rows + 1];
        if (_entries.Length < entries)
            (_entries, _places, _faults) = (new RowEntry[entries], new int[entries], new string?[entries]);
        if (_values.Length < values)
            _values = new float[values];
    }

    /// <summary>Forgets what the batch held alive.</summary>
    public void Clear()
    {
        Array.Clear(_entries);
        Array.Clear(_faults);
    }
}
