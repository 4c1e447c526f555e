using MoECollab.Experts;

namespace MoECollab.Host.Budget;

/// <summary>One expert's weights, in memory or not, for every package that has the same content. Guarded by its budget.</summary>
/// <param name="content">Hash of what the expert is made from.</param>
/// <param name="bytes">What it is thought to take; corrected once it is made.</param>
internal sealed class SharedWeights(string content, long bytes)
{
    public string Content => content;

    public long Bytes { get; set; } = bytes;

    public List<WeightOwner> Owners { get; } = [];

    /// <summary>The expert; null where it is not in memory.</summary>
    public IExpert? Expert { get; set; }

    /// <summary>Somebody is making the expert.</summary>
    public bool IsComing { get; set; }

    /// <summary>Calls inside of the expert.</summary>
    public int Users { get; set; }

    /// <summary>Grows with every use of any weights.</summary>
    public long LastUse { get; set; }

    /// <summary>When the last call ended, as a timestamp.</summary>
    public long LastUsed { get; set; }
}
