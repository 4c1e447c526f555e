namespace MoECollab.Host.Configuring;

/// <summary>Section <c>Reliability</c>: deadlines, what happens to experts that fail, when the host is ready.</summary>
public sealed class ReliabilityOptions
{
    /// <summary>How long a request may take that names no deadline, and the longest it may name: 1 to 3,600,000 ms, default 30,000.</summary>
    public int DeadlineMilliseconds { get; set; } = 30_000;

    /// <summary>How long one call of an expert may take, 1 to 3,600,000 ms; default 5,000. An expert that takes longer is quarantined.</summary>
    public int ExpertTimeoutMilliseconds { get; set; } = 5000;

    /// <summary>Failures of an expert in a row that take it out of routing, 1 to 1,000; default 5.</summary>
    public int BreakerFailures { get; set; } = 5;

    /// <summary>How long it is out the first time, 10 to 3,600,000 ms; default 1,000, doubled each time up to 60 times the first.</summary>
    public int BreakerBackoffMilliseconds { get; set; } = 1000;

    /// <summary>Times in a row that an expert is taken out before it is quarantined, 1 to 1,000; default 5.</summary>
    public int BreakerTrips { get; set; } = 5;

    /// <summary>Experts that must be able to answer for the host to be ready, 0 to 100,000; default 1.</summary>
    public int MinReadyExperts { get; set; } = 1;

    /// <summary>Experts that must have answered an input of those that were chosen for it, or all where fewer were, 1 to 65,536; default 1. With fewer the input has no answer but an error.</summary>
    public int MinAnsweringExperts { get; set; } = 1;

    /// <summary>How long one call of an expert may take where <see cref="MinAnsweringExperts"/> others answer the input, 0 to 3,600,000 ms; default 0, as long as any call. A late expert is dropped from the answer as <c>timeout</c>, and stays.</summary>
    public int TimeoutAfterMinExpertsMilliseconds { get; set; }

    /// <summary>How long a stopping host waits for what it accepted, 1 to 3,600 s; default 30.</summary>
    public int DrainSeconds { get; set; } = 30;
}
