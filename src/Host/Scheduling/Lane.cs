using MoECollab.Host.Generations;
using MoECollab.Host.Scheduling.Watching;
using MoECollab.Torch;

namespace MoECollab.Host.Scheduling;

/// <summary>A thread that computes: it takes a batch, answers it from start to end without waiting for anything, and takes the next.</summary>
internal sealed class Lane : IDisposable
{
    private readonly RequestQueue _queue;
    private readonly ExpertCalls _calls;
    private readonly Action<Lane, List<WorkItem>> _answer;
    private readonly int _most;
    private readonly Lock _gate = new();
    private CancellationTokenSource _giveUp = new();
    private List<WorkItem>? _batch;
    private ExpertCall? _call;

    public Lane(int number, RequestQueue queue, ExpertCalls calls, int most, Action<Lane, List<WorkItem>> answer)
    {
        Number = number;
        _queue = queue;
        _calls = calls;
        _most = most;
        _answer = answer;
        Thread = new Thread(Run) { IsBackground = true, Name = $"moe lane {number}" };
    }

    public int Number { get; }

    public Thread Thread { get; }

    /// <summary>Whether it was given up: its thread hangs in an expert.</summary>
    public bool IsForfeited { get; private set; }

    /// <summary>Whether another lane has taken its place: it ends with the batch it has.</summary>
    public bool IsLast { get; set; }

    /// <summary>Cancelled when it is given up, or nobody waits for its batch any more, for code that looks.</summary>
    public CancellationToken GivenUp => Volatile.Read(ref _giveUp).Token;

    /// <summary>What it is answering; null between batches.</summary>
    public List<WorkItem>? Batch => Volatile.Read(ref _batch);

    /// <summary>The generation it is in; null outside.</summary>
    public Generation? Inside { get; set; }

    /// <summary>The expert it is in, and since when.</summary>
    public (string Expert, long Started)? Running => Volatile.Read(ref _call)?.Running;

    /// <summary>Gives it up, and hands over what it was answering; null where it has just finished.</summary>
    public List<WorkItem>? Forfeit()
    {
        if (Interlocked.Exchange(ref _batch, null) is not { } batch)
            return null;
        IsForfeited = true;
        // What a package registered runs elsewhere: it must not hold up who watches.
        _ = _giveUp.CancelAsync();
        return batch;
    }

    /// <summary>Nobody waits for the batch any more: an expert that looks gives up, and no further one is called.</summary>
    public void Abandon(List<WorkItem> batch)
    {
        lock (_gate)
        {
            if (Batch == batch && !_giveUp.IsCancellationRequested)
                _ = _giveUp.CancelAsync();
        }
    }

    /// <summary>Claims the batch for its answers; false where it was forfeited meanwhile.</summary>
    public bool TryFinish(List<WorkItem> batch) => Interlocked.CompareExchange(ref _batch, null, batch) == batch;

    public void Dispose() => _giveUp.Dispose();

    private void Run()
    {
        var call = _calls.OfThisThread;
        Volatile.Write(ref _call, call);
        // Requests run beside each other; threads within one operation would only get in their way. The count is the thread's own.
        Libtorch.SetThreads(1);
        while (!IsForfeited && !IsLast && _queue.Take(_most) is { } batch)
        {
            call.Late = batch[0].Late;
            Begin(batch);
            _answer(this, batch);
        }
    }

    private void Begin(List<WorkItem> batch)
    {
        lock (_gate)
        {
            // Of an abandoned batch; whoever still has its token finds it cancelled.
            if (_giveUp.IsCancellationRequested)
                Volatile.Write(ref _giveUp, new CancellationTokenSource());
            Volatile.Write(ref _batch, batch);
        }
    }
}
