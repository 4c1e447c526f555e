namespace MoECollab.Host.Scheduling;

/// <summary>Who takes an expert out that did not return.</summary>
internal interface IHangingExperts
{
    /// <summary>Takes the expert out of routing; when it completes, no new call reaches it.</summary>
    Task TakeOutAsync(string expert, TimeSpan limit, string thread);
}
