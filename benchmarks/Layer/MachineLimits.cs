using System.Numerics;
using System.Runtime.InteropServices;
using MoECollab.Gating.Numerics.Panels;

namespace MoECollab.Benchmarks.Layer;

/// <summary>What the core can do at best, measured between the rounds.</summary>
internal sealed class MachineLimits
{
    private const int Square = 1024;

    // Written once: pages that nobody wrote to are all the same page of zeros, and that lies in the cache.
    private readonly float[] _memory = Enumerable.Repeat(1f, 1 << 26).ToArray();
    private readonly PackedMatrix _matrix = new(HashedValues.Of(Square * Square, 1, 1), [], Square);
    private readonly float[] _input = HashedValues.Of(Square * Square, 2, 1);
    private readonly float[] _output = new float[Square * Square];
    private float _seen;

    /// <summary>GFLOP/s of a 1024³ product by the kernels that the layer uses.</summary>
    public double Kernel()
    {
        var start = ThreadCpuClock.Nanoseconds;
        _matrix.Product(_input, _output);
        return 2.0 * Square * Square * Square / (ThreadCpuClock.Nanoseconds - start);
    }

    /// <summary>GB/s read from main memory, 256 MiB in order.</summary>
    public double ReadRate()
    {
        var start = ThreadCpuClock.Nanoseconds;
        var lanes = MemoryMarshal.Cast<float, Vector<float>>(_memory.AsSpan());
        Vector<float> a = default, b = default, c = default, d = default;
        for (var i = 0; i + 3 < lanes.Length; i += 4)
        {
            a += lanes[i];
            b += lanes[i + 1];
            c += lanes[i + 2];
            d += lanes[i + 3];
        }

        _seen += Vector.Sum(a + b + c + d);
        return sizeof(float) * (double)_memory.Length / (ThreadCpuClock.Nanoseconds - start);
    }

    /// <summary>What was read, so that the reading cannot be left out.</summary>
    public float Seen => _seen;
}
