using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace MoECollab.Loading.Creating;

/// <summary>Runs a package's code on a thread of its own, because code that never returns cannot be stopped, only left behind.</summary>
internal static class TimeLimit
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    /// <summary>Runs the code and hands back its result.</summary>
    /// <param name="what">Names the code in the refusal.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="work">The code.</param>
    /// <param name="late">Receives a result that comes after the limit, on the abandoned thread.</param>
    /// <param name="cancellation">Does not wait any longer; the thread is left behind.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="PackageRefusedException">It did not return in time: Malfunctioned; its thread is abandoned.</exception>
    public static T Run<T>(string what, TimeSpan limit, Func<T> work, Action<T> late, CancellationToken cancellation)
    {
        var call = new Call<T>(work, late);
        var thread = new Thread(call.Run) { IsBackground = true, Name = what };
        // Without the caller's execution context, which would keep what flows in it alive for as long as the thread.
        thread.UnsafeStart();
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < limit && !cancellation.IsCancellationRequested && !thread.Join(Shortest(limit - waited.Elapsed, LookAgain)))
        {
            // Cancelled or not is looked at now and again: a thread is waited for, or a token, never both.
        }

        if (thread.IsAlive && call.Abandon())
        {
            cancellation.ThrowIfCancellationRequested();
            throw PackageRefusedException.Malfunctioned($"{what} did not return within {limit.TotalSeconds:0.###} s; its thread was abandoned. A constructor does no work, and a factory reads its files and returns.");
        }

        return call.Take();
    }

    private static TimeSpan Shortest(TimeSpan left, TimeSpan slice) => left <= TimeSpan.Zero ? TimeSpan.Zero : left < slice ? left : slice;

    private sealed class Call<T>(Func<T> work, Action<T> late)
    {
        private const int Running = 0, Finished = 1, Abandoned = 2;

        private int _stage;
        private T? _result;
        private ExceptionDispatchInfo? _fault;

        public void Run()
        {
            try
            {
                _result = work();
            }
            catch (Exception fault) when (Keep(fault))
            {
            }

            if (Interlocked.CompareExchange(ref _stage, Finished, Running) == Abandoned && _fault is null)
                HandLate();
        }

        public bool Abandon() => Interlocked.CompareExchange(ref _stage, Abandoned, Running) == Running;

        public T Take()
        {
            _fault?.Throw();
            return _result!;
        }

        private bool Keep(Exception fault)
        {
            _fault = ExceptionDispatchInfo.Capture(fault);
            return true;
        }

        private void HandLate()
        {
            try
            {
                late(_result!);
            }
            catch (Exception fault) when (Keep(fault))
            {
                // Nobody waits for this thread any more, and an exception that left it would end the process.
            }
        }
    }
}
