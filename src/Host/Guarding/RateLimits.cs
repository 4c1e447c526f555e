using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using MoECollab.Host.Configuring;

namespace MoECollab.Host.Guarding;

/// <summary>Requests per second of each key: a bucket that holds one second's worth.</summary>
internal sealed class RateLimits(IOptions<SecurityOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);

    /// <summary>Takes one request out of a key's bucket; false where it is empty.</summary>
    public bool TryTake(string key)
    {
        var perSecond = options.Value.RequestsPerSecond;
        if (perSecond == 0)
            return true;
        var bucket = _buckets.GetOrAdd(key, static (_, full) => new Bucket { Left = full.perSecond, Filled = full.now }, (perSecond, now: time.GetTimestamp()));
        lock (bucket)
        {
            var now = time.GetTimestamp();
            bucket.Left = Math.Min(perSecond, bucket.Left + (time.GetElapsedTime(bucket.Filled, now).TotalSeconds * perSecond));
            bucket.Filled = now;
            if (bucket.Left < 1)
                return false;
            bucket.Left--;
            return true;
        }
    }

    private sealed class Bucket
    {
        public double Left { get; set; }

        public long Filled { get; set; }
    }
}
