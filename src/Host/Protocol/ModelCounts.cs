namespace MoECollab.Host.Protocol;

/// <summary>What is counted of a model.</summary>
internal sealed record ModelCounts
{
    public long Successes { get; set; }

    public long SuccessNanoseconds { get; set; }

    public long Failures { get; set; }

    public long FailureNanoseconds { get; set; }

    public long Inferences { get; set; }

    public DateTimeOffset Last { get; set; } = DateTimeOffset.UnixEpoch;
}
