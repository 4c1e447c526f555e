using MoECollab.Inputs;

namespace MoECollab.Gating;

/// <summary>Scores experts for inputs and decides. Calls may overlap and have no side effects, so a host may decide ahead over a window of queued requests.</summary>
public interface IGate : IDisposable
{
    /// <summary>The gate's id.</summary>
    string Id { get; }

    /// <summary>SemVer; a retrained gate has a new one.</summary>
    string Version { get; }

    /// <summary>What it reads of an input.</summary>
    InputNeeds Needs { get; }

    /// <summary>Decides for every input.</summary>
    /// <param name="request">B inputs and the experts.</param>
    /// <returns>B decisions.</returns>
    IReadOnlyList<Decision> Decide(RoutingRequest request);
}
