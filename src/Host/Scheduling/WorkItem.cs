using MoECollab.Inputs;
using MoECollab.Mixture.Mixing;

namespace MoECollab.Host.Scheduling;

/// <summary>What one caller waits for.</summary>
/// <param name="Inputs">At least one.</param>
/// <param name="Request">What is asked besides; equal requests may share a batch.</param>
internal sealed record WorkItem(IReadOnlyList<RawInput> Inputs, MixtureRequest Request)
{
    /// <summary>The highest priority; the lowest is as far below zero.</summary>
    public const int HighestPriority = 100;

    private readonly TaskCompletionSource<WorkResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The expert asked by its id; null for the routed mixture.</summary>
    public string? Expert { get; init; }

    /// <summary>Hidden vectors given instead of texts, [n, d]; null for texts.</summary>
    public GivenHidden? Hidden { get; init; }

    /// <summary>Whether the decision is explained.</summary>
    public bool Explain { get; init; }

    /// <summary>Whether the encoder's vectors are wanted, and nothing else.</summary>
    public bool IsEmbedding { get; init; }

    /// <summary>Whether the host itself asks; what comes of it is not counted as traffic.</summary>
    public bool IsOwn { get; init; }

    /// <summary>The caller's trace id; null for one that follows from the answer.</summary>
    public string? TraceId { get; init; }

    /// <summary>The span that it is below; null where nobody traces it.</summary>
    public System.Diagnostics.Activity? Trace { get; init; }

    /// <summary>When it is too late, as a timestamp.</summary>
    public long Deadline { get; init; }

    /// <summary>When it was accepted, as a timestamp.</summary>
    public long Accepted { get; init; }

    /// <summary>Higher is served first, −100 to 100.</summary>
    public int Priority { get; init; }

    /// <summary>Its place among what waits, lower first: when it was accepted, earlier by so much for each step of priority.</summary>
    public long Rank { get; init; }

    /// <summary>Calls that hung with this item in their batch.</summary>
    public IReadOnlyList<HungCall> Hung { get; set; } = [];

    /// <summary>Calls that this attempt does without, because they are late; empty for the first attempt.</summary>
    public IReadOnlyList<LateCall> Late { get; init; } = [];

    /// <summary>Its place in the queue; null where it is not queued.</summary>
    public LinkedListNode<WorkItem>? Node { get; set; }

    public Task<WorkResult> Completion => _completion.Task;

    public bool IsOver => _completion.Task.IsCompleted;

    /// <summary>Whether both may be answered by one call.</summary>
    public bool FitsWith(WorkItem other) =>
        !Explain && !other.Explain && !IsEmbedding && !other.IsEmbedding && Hidden is null && other.Hidden is null && Hung.Count == 0 && other.Hung.Count == 0
        && ReferenceEquals(Late, other.Late) && Expert == other.Expert && Request == other.Request;

    /// <summary>Ends it; false where it was over already.</summary>
    public bool TryFinish(WorkResult result) => _completion.TrySetResult(result);

    /// <summary>Ends it without an answer; false where it was over already.</summary>
    public bool TryFail(Exception fault) => _completion.TrySetException(fault);

    /// <summary>The caller has gone; false where it was over already.</summary>
    public bool TryCancel(CancellationToken cancellation) => _completion.TrySetCanceled(cancellation);
}
