namespace MoECollab.Host.Configuring;

/// <summary>Section <c>Batching</c>: how requests become batches. Nothing waits for a batch to fill: a lane takes what is queued.</summary>
public sealed class BatchingOptions
{
    /// <summary>Inputs that may wait, 1 to 1,000,000; default 4,096. More are refused with 429.</summary>
    public int QueueCapacity { get; set; } = 4096;

    /// <summary>Inputs of one batch, 1 to 4,096; default 64.</summary>
    public int MaxBatch { get; set; } = 64;

    /// <summary>Threads that compute, 0 to 256; 0, the default, for one per processor, and one on a GPU.</summary>
    public int Lanes { get; set; }

    /// <summary>How long a request waits for it to count as much as one of a priority higher by one, 1 to 3,600,000 ms; default 1,000.</summary>
    public int PriorityStepMilliseconds { get; set; } = 1000;

    /// <summary>Bytes of hidden vectors that are kept for texts that come again, from 0, none, to 1 TiB; default 64 MiB.</summary>
    public long CacheBytes { get; set; } = 64 << 20;

    /// <summary>Multiply-adds that a text of 64 words must take for an encoder's vectors to be kept, from 0; default 1,000,000. Looking up one that is cheaper costs more than encoding it.</summary>
    public long CacheFromMultiplyAdds { get; set; } = 1_000_000;
}
