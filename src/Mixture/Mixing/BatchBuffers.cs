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
    private float[] _sorted = [];
    private Memory<float>[] _rooms = [];

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

    /// <summary>What experts answer, as far as it is no answer by itself.</summary>
    public float[] Values => _values;

    /// <summary>Where what each of the dispatch's entries answers goes.</summary>
    public Memory<float>[] Rooms => _rooms;

    /// <summary>Makes room.</summary>
    /// <param name="rows">B.</param>
    /// <param name="entries">Of the dispatch.</param>
    /// <param name="values">Floats that experts answer together.</param>
    public void Make(int rows, int entries, int values)
    {
        if (_starts.Length < rows + 1)
            _starts = new int[rows + 1];
        if (_entries.Length < entries)
            (_entries, _places, _faults, _rooms) = (new RowEntry[entries], new int[entries], new string?[entries], new Memory<float>[entries]);
        if (_values.Length < values)
            _values = new float[values];
    }

    /// <summary>Room for rows in the order of the dispatch, which tensors share: memory that stays where it is.</summary>
    /// <param name="values">Floats.</param>
    public float[] MakeSorted(int values)
    {
        if (_sorted.Length < values)
            _sorted = GC.AllocateUninitializedArray<float>(values, pinned: true);
        return _sorted;
    }

    /// <summary>Forgets what the batch held alive.</summary>
    public void Clear()
    {
        var used = Math.Min(Dispatch.Entries, _entries.Length);
        Array.Clear(_entries, 0, used);
        Array.Clear(_faults, 0, used);
        Array.Clear(_rooms, 0, used);
    }
}
