namespace MoECollab.Gating;

/// <summary>A gating component that learns from outcomes. The host buffers them, so learning never blocks serving; learned parameters swap atomically under a new version.</summary>
public interface IObserver
{
    /// <summary>Takes note of an outcome.</summary>
    /// <param name="decision">What had been decided.</param>
    /// <param name="observation">What became of it.</param>
    void Observe(Decision decision, Observation observation);
}
