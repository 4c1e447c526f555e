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
    private float[] _gathered = [];
    private float[] _weights = [];

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

    /// <summary>What experts answer, until it is combined.</summary>
    public float[] Values => _values;

    /// <summary>What the vector of each of the dispatch's entries weighs in its row's mean.</summary>
    public float[] Weights => _weights;

    /// <summary>Makes room.</summary>
    /// <param name="rows">B.</param>
    /// <param name="entries">Of the dispatch.</param>
    /// <param name="values">Floats that experts answer together.</param>
    public void Make(int rows, int entries, int values)
    {
        if (_starts.Length < rows + 1)
            _starts = new int[rows + 1];
        if (_entries.Length < entries)
            (_entries, _places, _faults, _weights) = (new RowEntry[entries], new int[entries], new string?[entries], new float[entries]);
        if (_values.Length < values)
            _values = new float[values];
    }

    /// <summary>Room for the rows of a slice, which tensors share: memory that stays where it is.</summary>
    /// <param name="values">Floats.</param>
    public float[] MakeGathered(int values)
    {
        if (_gathered.Length < values)
            _gathered = GC.AllocateUninitializedArray<float>(values, pinned: true);
        return _gathered;
    }

    /// <summary>Forgets what the batch held alive.</summary>
    public void Clear()
    {
        var used = Math.Min(Dispatch.Entries, _entries.Length);
        Array.Clear(_entries, 0, used);
        Array.Clear(_faults, 0, used);
    }
}
