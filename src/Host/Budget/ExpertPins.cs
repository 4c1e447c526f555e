using MoECollab.Errors;
using MoECollab.Host.Generations;
using MoECollab.Host.Seeing.Events;
using MoECollab.Packaging.Homes;

namespace MoECollab.Host.Budget;

/// <summary>What an operator keeps in memory: it holds now, and in every later run of the home.</summary>
internal sealed class ExpertPins(ServedHome served, ExpertPlacement placement, HostEvents events)
{
    /// <summary>Keeps an expert's weights in memory.</summary>
    /// <exception cref="MoECollabException">No such expert is installed (<c>expert-not-found</c>); or the pinned ones would not fit together (<c>over-budget</c>).</exception>
    public Task PinAsync(string id, string by)
    {
        Require(id);
        placement.Budget?.Pin(id);
        served.States.Pin(id);
        events.Publish("expert-pinned", id, $"By {by}. Its weights stay in memory.");
        return Task.CompletedTask;
    }

    /// <summary>Lets an expert's weights leave the memory again.</summary>
    /// <exception cref="MoECollabException">No such expert is installed (<c>expert-not-found</c>).</exception>
    public Task UnpinAsync(string id, string by)
    {
        Require(id);
        placement.Budget?.Unpin(id);
        served.States.Unpin(id);
        events.Publish("expert-unpinned", id, $"By {by}.");
        return Task.CompletedTask;
    }

    private void Require(string id)
    {
        string[] installed = [.. served.Home.Packages(PackageRole.Expert).Select(package => package.Id).Distinct()];
        if (!installed.Contains(id, StringComparer.Ordinal))
            throw new MoECollabException("expert-not-found", $"No expert is called '{id}'. Installed: {string.Join(", ", installed)}.");
    }
}
