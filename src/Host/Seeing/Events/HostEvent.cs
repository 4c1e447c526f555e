namespace MoECollab.Host.Seeing.Events;

/// <summary>Something that happened in the host.</summary>
/// <param name="Number">Grows by one with each event of this run.</param>
/// <param name="At">When.</param>
/// <param name="Kind">What, for programs: <c>expert-active</c>, <c>breaker-open</c> and so on.</param>
/// <param name="Subject">The expert, gate or package that it is about; empty for the host itself.</param>
/// <param name="Detail">A sentence for people; never a text that was sent in.</param>
internal sealed record HostEvent(long Number, DateTimeOffset At, string Kind, string Subject, string Detail);
