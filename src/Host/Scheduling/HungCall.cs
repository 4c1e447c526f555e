using MoECollab.Host.Generations;

namespace MoECollab.Host.Scheduling;

/// <summary>A call that did not return in time, and was left behind.</summary>
/// <param name="Generation">Where it was called.</param>
/// <param name="Expert">Who did not return.</param>
internal sealed record HungCall(Generation Generation, string Expert);
