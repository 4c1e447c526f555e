namespace MoECollab.Mixture.OnDevice;

/// <summary>What a device answered to entries of a dispatch.</summary>
/// <param name="began">When it was asked.</param>
/// <param name="entries">How many entries there are.</param>
internal sealed class DeviceAnswers(long began, int entries)
{
    private readonly ReadOnlyMemory<float>[] _logits = new ReadOnlyMemory<float>[entries];

    /// <summary>When it was asked.</summary>
    public long Began => began;

    /// <summary>The logits of an entry, perhaps with more behind them; empty where the device did not answer.</summary>
    public ReadOnlySpan<float> Of(int entry) => _logits[entry].Span;

    /// <summary>Whether every entry of a slice was answered.</summary>
    public bool Cover(int start, int count)
    {
        for (var entry = start; entry < start + count; entry++)
        {
            if (_logits[entry].IsEmpty)
                return false;
        }

        return true;
    }

    /// <summary>Takes an answer.</summary>
    public void Take(int entry, ReadOnlyMemory<float> logits) => _logits[entry] = logits;
}
