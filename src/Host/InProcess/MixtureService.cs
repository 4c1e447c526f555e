using MoECollab.Errors;
using MoECollab.Host.Readiness;
using MoECollab.Host.Scheduling;
using MoECollab.Inputs;
using MoECollab.Mixture.Answering;
using MoECollab.Mixture.Explaining;
using MoECollab.Mixture.Mixing;

namespace MoECollab.Host.InProcess;

/// <summary>A served home within the program: what HTTP offers, with the same queue, batches, deadlines and breakers. Calls may overlap.</summary>
public sealed class MixtureService
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(10);

    private readonly Scheduler _scheduler;
    private readonly ReadinessChecks _readiness;

    internal MixtureService(Scheduler scheduler, ReadinessChecks readiness)
    {
        _scheduler = scheduler;
        _readiness = readiness;
    }

    /// <summary>Whether the home is loaded, warm and able to answer.</summary>
    public bool IsReady => _readiness.IsReady;

    /// <summary>Completes when the home is loaded and warm.</summary>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="MoECollabException">It is loaded, and cannot answer (<c>not-ready</c>); the message says why.</exception>
    public async Task WhenReadyAsync(CancellationToken cancellation)
    {
        while (!_readiness.IsStarted)
            await Task.Delay(LookAgain, cancellation);
        if (!_readiness.IsReady)
            throw new MoECollabException("not-ready", string.Join(" ", _readiness.All.Select(check => check.Fault).OfType<string>()));
    }

    /// <summary>Answers texts.</summary>
    /// <param name="texts">At least one.</param>
    /// <param name="cancellation">Frees the request's place.</param>
    /// <returns>One answer per text.</returns>
    /// <exception cref="MoECollabException">Refused or failed, with the codes of the HTTP API.</exception>
    public Task<IReadOnlyList<MixtureAnswer>> AskAsync(IReadOnlyList<string> texts, CancellationToken cancellation) => AskAsync(texts, MixtureRequest.Plain, cancellation);

    /// <summary>Answers texts.</summary>
    /// <param name="texts">At least one.</param>
    /// <param name="request">What is asked besides.</param>
    /// <param name="cancellation">Frees the request's place.</param>
    /// <returns>One answer per text.</returns>
    /// <exception cref="MoECollabException">Refused or failed, with the codes of the HTTP API.</exception>
    public Task<IReadOnlyList<MixtureAnswer>> AskAsync(IReadOnlyList<string> texts, MixtureRequest request, CancellationToken cancellation) => AskAsync(texts, request, priority: 0, cancellation);

    /// <summary>Answers texts before or after those of others that wait.</summary>
    /// <param name="texts">At least one.</param>
    /// <param name="request">What is asked besides.</param>
    /// <param name="priority">From −100 to 100, higher is served first; where the queue is full, lower ones give way.</param>
    /// <param name="cancellation">Frees the request's place.</param>
    /// <returns>One answer per text.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The priority is beyond its range, or there is no text.</exception>
    /// <exception cref="MoECollabException">Refused or failed, with the codes of the HTTP API.</exception>
    public async Task<IReadOnlyList<MixtureAnswer>> AskAsync(IReadOnlyList<string> texts, MixtureRequest request, int priority, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(priority, WorkItem.HighestPriority);
        ArgumentOutOfRangeException.ThrowIfLessThan(priority, -WorkItem.HighestPriority);
        var result = await _scheduler.SubmitAsync(new WorkItem(Inputs(texts), request) { TraceId = request.TraceId, Priority = priority }, cancellation);
        return [.. result.Outcomes.Select(outcome => outcome.Get())];
    }

    /// <summary>Answers a text and says why that way.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cancellation">Frees the request's place.</param>
    /// <exception cref="MoECollabException">Refused or failed, with the codes of the HTTP API.</exception>
    public async Task<RouteExplanation> ExplainAsync(string text, CancellationToken cancellation)
    {
        var result = await _scheduler.SubmitAsync(new WorkItem([new RawInput(text)], MixtureRequest.Plain) { Explain = true }, cancellation);
        return result.Explanations[0];
    }

    /// <summary>The encoder's vectors.</summary>
    /// <param name="texts">At least one.</param>
    /// <param name="cancellation">Frees the request's place.</param>
    /// <returns>One vector [d] per text.</returns>
    /// <exception cref="MoECollabException">The home has no encoder (<c>encoder-missing</c>), or the request was refused.</exception>
    public async Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellation)
    {
        var result = await _scheduler.SubmitAsync(new WorkItem(Inputs(texts), MixtureRequest.Plain) { IsEmbedding = true }, cancellation);
        return result.Vectors;
    }

    private static List<RawInput> Inputs(IReadOnlyList<string> texts)
    {
        ArgumentOutOfRangeException.ThrowIfZero(texts.Count, nameof(texts));
        return [.. texts.Select(text => new RawInput(text))];
    }
}
