namespace MoECollab.Benchmarks.Layer;

/// <summary>Numbers that both sides draw alike: a hash of their place.</summary>
internal static class HashedValues
{
    public static float[] Of(int count, long seed, double bound)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            var v = unchecked(((uint)i * 2654435761u) + (uint)(seed * 40503));
            v ^= v >> 15;
            v *= 2246822519u;
            v ^= v >> 13;
            v *= 3266489917u;
            v ^= v >> 16;
            values[i] = (float)(((v / 4294967296.0) - 0.5) * (2 * bound));
        }

        return values;
    }
}
