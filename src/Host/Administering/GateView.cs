namespace MoECollab.Host.Administering;

/// <summary>A trained gate as the API shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">SemVer.</param>
/// <param name="Active">Whether it routes.</param>
/// <param name="Scorer">The kind of its scorer.</param>
/// <param name="Selector">The kind of its selector.</param>
/// <param name="TrainedFor">Ids of experts.</param>
/// <param name="Fault">Why it cannot be read; empty where it can.</param>
internal sealed record GateView(string Id, string Version, bool Active, string Scorer, string Selector, IReadOnlyList<string> TrainedFor, string Fault);
