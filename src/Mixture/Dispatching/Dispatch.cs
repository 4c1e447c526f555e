using MoECollab.Gating;
using MoECollab.Gating.Composing;

namespace MoECollab.Mixture.Dispatching;

/// <summary>
/// The inputs of a batch grouped by expert: sorted once, so that every expert has one contiguous slice, and only experts with inputs have one.
/// An entry is one input at one expert. Its buffers are kept from batch to batch.
/// </summary>
internal sealed class Dispatch
{
    private readonly List<DispatchSlice> _slices = [];
    private int[] _starts = [];
    private int[] _positions = [];
    private int[] _rows = [];
    private int[] _ranks = [];

    /// <summary>How many entries there are.</summary>
    public int Entries { get; private set; }

    /// <summary>The batch row of each entry; ascending within a slice.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, Entries);

    /// <summary>Which of its row's decision's experts an entry is.</summary>
    public ReadOnlySpan<int> Ranks => _ranks.AsSpan(0, Entries);

    /// <summary>The experts with entries, by position.</summary>
    public IReadOnlyList<DispatchSlice> Slices => _slices;

    /// <summary>Groups the decisions of a batch (a counting sort over positions).</summary>
    /// <param name="decisions">One per row.</param>
    /// <param name="experts">The experts of the call.</param>
    public void Group(IReadOnlyList<Decision> decisions, ExpertSnapshot experts)
    {
        Entries = 0;
        for (var row = 0; row < decisions.Count; row++)
            Entries += decisions[row].Experts.Count;
        Make(ref _positions, Entries);
        Make(ref _rows, Entries);
        Make(ref _ranks, Entries);
        Make(ref _starts, experts.Experts.Count + 1);
        _starts.AsSpan(0, experts.Experts.Count + 1).Clear();

        Count(decisions, experts);
        Slice(experts.Experts.Count);
        Fill(decisions);
    }

    private static void Make(ref int[] buffer, int length)
    {
        if (buffer.Length < length)
            buffer = new int[length];
    }

    private void Count(IReadOnlyList<Decision> decisions, ExpertSnapshot experts)
    {
        var entry = 0;
        for (var row = 0; row < decisions.Count; row++)
        {
            var chosen = decisions[row].Experts;
            for (var rank = 0; rank < chosen.Count; rank++)
            {
                var position = RoutedList.PositionOf(chosen, rank, experts);
                _positions[entry++] = position;
                _starts[position + 1]++;
            }
        }
    }

    private void Slice(int experts)
    {
        _slices.Clear();
        for (var position = 0; position < experts; position++)
        {
            var count = _starts[position + 1];
            _starts[position + 1] += _starts[position];
            if (count > 0)
                _slices.Add(new DispatchSlice(position, _starts[position], count));
        }
    }

    private void Fill(IReadOnlyList<Decision> decisions)
    {
        var decided = 0;
        for (var row = 0; row < decisions.Count; row++)
        {
            for (var rank = 0; rank < decisions[row].Experts.Count; rank++)
            {
                var entry = _starts[_positions[decided++]]++;
                _rows[entry] = row;
                _ranks[entry] = rank;
            }
        }
    }
}
