using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using MoECollab.Errors;
using MoECollab.Host.Configuring;
using MoECollab.Host.Generations;
using MoECollab.Host.Scheduling.Watching;
using MoECollab.Host.Seeing.Traces;
using TorchSharp;

namespace MoECollab.Host.Scheduling;

/// <summary>Where requests wait for lanes, and who watches over lanes: deadlines, callers that went, experts that hang.</summary>
internal sealed class Scheduler : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan TakeOutLimit = TimeSpan.FromMilliseconds(250);

    private readonly RequestQueue _queue;
    private readonly BatchAnswering _answering;
    private readonly AtOnce _atOnce;
    private readonly ExpertCalls _calls;
    private readonly Observing _observing;
    private readonly EnoughExperts _enough;
    private readonly IHangingExperts _hanging;
    private readonly SchedulerClock _clock;
    private readonly int _most;
    // Compared as objects: two callers may ask the same.
    private readonly ConcurrentDictionary<WorkItem, bool> _handedOver = new(ReferenceEqualityComparer.Instance);
    private readonly Lock _gate = new();
    private readonly List<Lane> _lanes = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly TimeSpan _expertTimeout;
    private readonly TimeSpan _lateAfter;
    private readonly int _usual;
    private readonly long _stepOfPriority;
    private Task _watching = Task.CompletedTask;
    private int _accepted;
    private int _numbers;
    private volatile bool _isDraining;
    private int _isDisposed;

    public Scheduler(HostStart start, ServedHome served, ExpertCalls calls, Observing observing, IHangingExperts hanging, IOptions<BatchingOptions> batching, IOptions<ReliabilityOptions> reliability, TimeProvider time)
    {
        _queue = new RequestQueue(batching.Value.QueueCapacity);
        _most = batching.Value.MaxBatch;
        _answering = new BatchAnswering(served, new LateExperts(reliability.Value.MinAnsweringExperts), _most, time);
        _calls = calls;
        _observing = observing;
        _enough = new EnoughExperts(reliability.Value.MinAnsweringExperts);
        _hanging = hanging;
        _clock = new SchedulerClock(time, TimeSpan.FromMilliseconds(reliability.Value.DeadlineMilliseconds));
        _expertTimeout = TimeSpan.FromMilliseconds(reliability.Value.ExpertTimeoutMilliseconds);
        _stepOfPriority = _clock.Ticks(TimeSpan.FromMilliseconds(batching.Value.PriorityStepMilliseconds));
        _lateAfter = TimeSpan.FromMilliseconds(reliability.Value.TimeoutAfterMinExpertsMilliseconds);
        _usual = batching.Value.Lanes > 0 ? batching.Value.Lanes : start.Device.type == DeviceType.CPU ? Environment.ProcessorCount : 1;
        _atOnce = new AtOnce(served, _answering, _usual);
        for (var i = 0; i < _usual; i++)
            AddLane();
    }

    /// <summary>Inputs that wait.</summary>
    public int QueueLength => _queue.Length;

    /// <summary>Requests that were accepted and are not answered yet.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Lanes that were given up and have not returned.</summary>
    public IReadOnlyList<string> Held
    {
        get
        {
            lock (_gate)
                return [.. _lanes.Where(lane => lane.IsForfeited && lane.Thread.IsAlive).Select(lane => $"lane {lane.Number} in {lane.Running?.Expert ?? "no expert"}")];
        }
    }

    /// <summary>Whether the loop that watches the lanes has been round within a second.</summary>
    public bool IsBeating => _clock.IsBeating;

    /// <summary>Starts the watch over the lanes.</summary>
    public void Start() => _watching = WatchAsync();

    /// <summary>Refuses new work from now on; what was accepted is answered.</summary>
    public void Drain() => _isDraining = true;

    /// <summary>Tells those who still wait that they are not answered any more.</summary>
    public void Dismiss()
    {
        foreach (var item in Unanswered())
        {
            if (item.TryFail(_observing.Refused("draining", "The host stopped before it could answer; its time for that was over.")))
                _queue.Remove(item);
        }
    }

    /// <summary>Answers an item, or says why not.</summary>
    /// <param name="item">The work.</param>
    /// <param name="cancellation">The caller has gone.</param>
    /// <exception cref="MoECollabException"><c>queue-full</c>, <c>batch-too-large</c>, <c>draining</c>, <c>deadline-exceeded</c>, or what the mixture said.</exception>
    public async Task<WorkResult> SubmitAsync(WorkItem item, CancellationToken cancellation)
    {
        if (_isDraining)
            throw _observing.Refused("draining", "The host is stopping and takes no more work.");
        if (item.Inputs.Count > _queue.Capacity)
            throw _observing.Refused("batch-too-large", $"The request has {item.Inputs.Count} inputs; this host queues at most {_queue.Capacity}. Send fewer at a time.");
        if (_queue.Length == 0 && AnsweredAtOnce(item, cancellation) is { } atOnce)
            return atOnce;
        var now = _clock.Now;
        var trace = RequestTrace.OfCall(out var isOwn);
        item = item with { Accepted = now, Deadline = _clock.DeadlineOf(item.Deadline), Rank = now - (item.Priority * _stepOfPriority), Trace = trace };
        Interlocked.Increment(ref _accepted);
        try
        {
            if (!_queue.TryAdd(item, out var givenWay))
                throw _observing.Refused("queue-full", $"The queue is full: {_queue.Length} of {_queue.Capacity} inputs wait. Try again in a moment.");
            for (var i = 0; i < givenWay.Count; i++)
                givenWay[i].TryFail(_observing.Refused("queue-full", $"The queue is full, and the request gave way to one of priority {item.Priority}; its own is {givenWay[i].Priority}. Try again in a moment."));
            using var gone = cancellation.UnsafeRegister(static (state, token) =>
            {
                var (queue, waiting) = ((RequestQueue, WorkItem))state!;
                if (waiting.TryCancel(token))
                    queue.Remove(waiting);
            }, (_queue, item));
            var result = await item.Completion;
            _observing.Answered(item, result, _enough);
            return _enough.Of(result);
        }
        catch (OperationCanceledException)
        {
            _observing.Cancelled();
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _accepted);
            if (isOwn)
                trace?.Dispose();
        }
    }

    /// <summary>A deadline a number of milliseconds from now, as <see cref="WorkItem.Deadline"/> takes it.</summary>
    public long In(int milliseconds) => _clock.Now + _clock.Ticks(TimeSpan.FromMilliseconds(milliseconds));

    public async ValueTask DisposeAsync()
    {
        _isDraining = true;
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
            return;
        _queue.Close();
        await _stopping.CancelAsync();
        await _watching;
        Lane[] lanes;
        lock (_gate)
            lanes = [.. _lanes.Where(lane => !lane.IsForfeited)];
        foreach (var lane in lanes)
        {
            if (lane.Thread.Join(TimeSpan.FromSeconds(2)))
                lane.Dispose();
        }

        _stopping.Dispose();
    }

    private WorkResult? AnsweredAtOnce(WorkItem item, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _accepted);
        try
        {
            if (cancellation.IsCancellationRequested || _atOnce.TryAnswer(item) is not { } result)
                return null;
            _observing.AtOnce();
            _observing.Answered(item, result, _enough);
            return _enough.Of(result);
        }
        finally
        {
            Interlocked.Decrement(ref _accepted);
        }
    }

    private void AddLane()
    {
        var lane = new Lane(Interlocked.Increment(ref _numbers), _queue, _calls, _most, (working, batch) =>
        {
            _observing.Queued(batch, _clock);
            _atOnce.Enter();
            try
            {
                _answering.Answer(working, batch);
            }
            finally
            {
                _atOnce.Leave();
            }
        });
        lock (_gate)
        {
            foreach (var returned in _lanes.Where(old => (old.IsForfeited || old.IsLast) && !old.Thread.IsAlive).ToList())
            {
                _lanes.Remove(returned);
                returned.Dispose();
            }

            _lanes.Add(lane);
        }

        lane.Thread.Start();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Tick);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                _clock.Beat();
                ExpireDeadlines();
                AbandonBatches();
                GiveUpHungLanes();
                GoOnWithoutLateExperts();
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private void AbandonBatches()
    {
        lock (_gate)
        {
            foreach (var lane in _lanes)
            {
                if (lane is { IsForfeited: false, Batch: { } batch } && batch.TrueForAll(static item => item.IsOver))
                    lane.Abandon(batch);
            }
        }
    }

    private void ExpireDeadlines()
    {
        if (Accepted == 0)
            return;
        var now = _clock.Now;
        foreach (var item in Unanswered())
        {
            if (item.IsOver)
                _queue.Remove(item);
            if (now < item.Deadline || item.IsOver)
                continue;
            if (item.TryFail(_observing.Refused("deadline-exceeded", $"The request was not answered within its {_clock.Between(item.Accepted, item.Deadline).TotalMilliseconds:0} ms. Ask for more time with deadlineMs, or send fewer texts.")))
                _queue.Remove(item);
        }
    }

    private IEnumerable<WorkItem> Unanswered()
    {
        Lane[] lanes;
        lock (_gate)
            lanes = [.. _lanes];
        return _queue.Snapshot().Concat(lanes.SelectMany(lane => lane.Batch ?? [])).Concat(_handedOver.Keys);
    }

    private void GiveUpHungLanes()
    {
        Lane[] hung;
        lock (_gate)
            hung = [.. _lanes.Where(lane => !lane.IsForfeited && lane.Running is { } running && _clock.Between(running.Started, _clock.Now) > _expertTimeout)];
        foreach (var lane in hung)
        {
            var (expert, generation) = (lane.Running?.Expert, lane.Inside);
            if (expert is null || generation is null || lane.Forfeit() is not { } batch)
                continue;
            // No other lane may enter it; so the fresh lane and the watch need not wait until it is out of routing.
            _calls.Bar(expert);
            foreach (var item in batch)
                _handedOver.TryAdd(item, true);
            if (!lane.IsLast)
                AddLane();
            _ = HandOverAsync(batch, new HungCall(generation, expert), _hanging.TakeOutAsync(expert, _expertTimeout, lane.Thread.Name!));
        }
    }

    private void GoOnWithoutLateExperts()
    {
        if (_lateAfter == TimeSpan.Zero || Accepted == 0)
            return;
        Lane[] late;
        lock (_gate)
        {
            // As many lanes again may be waiting for late experts as there are lanes; more would be a crowd.
            var room = _usual - _lanes.Count(lane => lane is { IsLast: true, IsForfeited: false, Thread.IsAlive: true });
            late = [.. _lanes.Where(lane => lane is { IsForfeited: false, IsLast: false } && lane.Running is { } running && _clock.Between(running.Started, _clock.Now) > _lateAfter).Take(room)];
        }

        foreach (var lane in late)
        {
            if (lane.Running?.Expert is not { } expert || lane.Batch is not { } batch || LateExperts.Again(batch, expert) is not { Count: > 0 } again)
                continue;
            lane.IsLast = true;
            _queue.PutBack(again);
            AddLane();
        }
    }

    private async Task HandOverAsync(List<WorkItem> batch, HungCall hung, Task takenOut)
    {
        // With the expert out of routing its inputs go to others; another change that takes long must not keep them waiting.
        await Task.WhenAny(takenOut, Task.Delay(TakeOutLimit));
        foreach (var item in batch)
        {
            if (item.Expert == hung.Expert)
                item.TryFail(_observing.Refused("expert-timeout", $"The expert '{hung.Expert}' did not answer within {_expertTimeout.TotalMilliseconds:0} ms and was quarantined."));
            else
                item.Hung = [.. item.Hung, hung];
        }

        _queue.PutBack([.. batch.Where(item => !item.IsOver)]);
        foreach (var item in batch)
            _handedOver.TryRemove(item, out _);
    }
}
