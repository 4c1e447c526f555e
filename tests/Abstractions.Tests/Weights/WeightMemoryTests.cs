using System.Globalization;
using System.Runtime.InteropServices;
using MoECollab.Weights;

namespace MoECollab.Abstractions.Tests.Weights;

/// <summary>Memory of the collector's, in large pages where the system has them.</summary>
public class WeightMemoryTests
{
    private const int Page = 1 << 21;
    private const int Line = 64;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(Page / sizeof(float))]
    [InlineData((Page / sizeof(float)) + 1)]
    [InlineData(3_000_000)]
    public void Allocate_gives_as_many_zeros_at_a_line(int count)
    {
        for (var i = 0; i < 3; i++)
        {
            var memory = WeightMemory.Allocate<float>(count);

            Assert.Equal(count, memory.Length);
            Assert.False(memory.Span.ContainsAnyExcept(0f));
            Assert.True(count == 0 || AddressOf(memory) % Line == 0);
            memory.Span.Fill(1f);
        }
    }

    [Fact]
    public void Allocate_never_gives_the_same_place_twice()
    {
        Memory<int>[] parts = [.. Enumerable.Range(0, 3000).AsParallel().AsOrdered().Select(i => WeightMemory.Copy<int>(Enumerable.Repeat(i, 1 + (i * 7 % 2000)).ToArray()))];

        for (var i = 0; i < parts.Length; i++)
            Assert.False(parts[i].Span.ContainsAnyExcept(i));
    }

    [Fact]
    public void Small_weights_share_large_pages()
    {
        nint[] pages = [.. Enumerable.Range(0, 100).Select(_ => AddressOf(WeightMemory.Allocate<ushort>(1000)) / Page).Distinct()];

        Assert.True(pages.Length <= 2, $"{pages.Length} pages");   // 200 KB, at most one boundary between them
    }

    [Fact]
    public void Memory_is_freed_when_nobody_holds_it_and_not_before()
    {
        var (held, forgotten) = Make();

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(forgotten.IsAlive);
        Assert.False(held.Span.ContainsAnyExcept(5f));

        static (Memory<float> Held, WeakReference Forgotten) Make()
        {
            var held = WeightMemory.Allocate<float>(Page);
            held.Span.Fill(5f);
            Assert.True(MemoryMarshal.TryGetArray<float>(WeightMemory.Allocate<float>(Page), out var other));
            return (held, new WeakReference(other.Array));
        }
    }

    [Fact]
    public void Memory_lies_in_large_pages_where_the_system_gives_them_to_who_asks()
    {
        const string Setting = "/sys/kernel/mm/transparent_hugepage/enabled";
        if (!File.Exists(Setting) || File.ReadAllText(Setting).Contains("[never]", StringComparison.Ordinal))
            Assert.Skip("This system gives no large pages.");

        var memory = WeightMemory.Allocate<float>(8 * Page / sizeof(float));
        memory.Span.Fill(1f);

        Assert.True(IsAdvised(AddressOf(memory)), "the mapping is not marked for large pages");
        Assert.False(memory.Span.ContainsAnyExcept(1f));
    }

    private static nint AddressOf<T>(Memory<T> memory) => MemoryMarshal.TryGetArray<T>(memory, out var part) ? Marshal.UnsafeAddrOfPinnedArrayElement(part.Array!, part.Offset) : 0;

    // Whether the kernel has a large page free is its affair; that it was asked for one stands among the mapping's flags.
    private static bool IsAdvised(nint address)
    {
        var isInside = false;
        foreach (var line in File.ReadLines("/proc/self/smaps"))
        {
            var ends = line.Split(' ')[0].Split('-');
            if (ends.Length == 2 && long.TryParse(ends[0], NumberStyles.HexNumber, null, out var start) && long.TryParse(ends[1], NumberStyles.HexNumber, null, out var end))
                isInside = start <= address && address < end;
            else if (isInside && line.StartsWith("VmFlags:", StringComparison.Ordinal))
                return line.Split(' ').Contains("hg");
        }

        return false;
    }
}
