namespace MoECollab.Host.Budget;

/// <summary>Bytes under a budget that are taken as long as this lives.</summary>
internal sealed class Reservation(Action release) : IDisposable
{
    private Action? _release = release;

    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
