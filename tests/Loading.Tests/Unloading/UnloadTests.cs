using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using MoECollab.Experts;
using MoECollab.Inputs;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.States;
using MoECollab.Tests;

namespace MoECollab.Loading.Tests.Unloading;

public sealed class UnloadTests : IDisposable
{
    private const int WarmUps = 20, Sampled = 5;

    // The full number under ./moe test --soak.
    private static readonly int Cycles = Environment.GetEnvironmentVariable("MOE_SOAK") == "1" ? 200 : 60;

    private readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Cycles_of_load_run_unload_leave_no_context_no_tensor_and_no_memory()
    {
        _home.AddEncoder();
        _home.AddExpert("science");
        _home.Add(PackageRole.Expert, "two", "1.0.0", "Dependent.Two", "dependent@1.0.0");
        _home.AddFaulty("faulty.throwing-factory");
        var traces = new List<WeakReference>();
        for (var warmUp = 0; warmUp < WarmUps; warmUp++)
            LoadRunUnload(traces);
        Collect();
        var tensors = LiveTensors.OfAllThreads;
        var (resident, managed) = (new List<double>(), new List<double>());

        for (var cycle = 0; cycle <= Cycles; cycle++)
        {
            LoadRunUnload(traces);
            if (cycle % Sampled == 0)
                Sample(resident, managed);
        }

        Assert.DoesNotContain(traces, trace => trace.IsAlive);
        Assert.Equal(tensors, LiveTensors.OfAllThreads);
        Assert.InRange(Slope(managed), double.MinValue, 4 * 1024);
        // 32 KiB for each of the four packages of a cycle; the runtime itself keeps about 7 KiB of a context that is gone.
        Assert.InRange(Slope(resident), double.MinValue, 4 * 32 * 1024);
    }

    [Fact]
    public void Package_is_unloaded_on_its_own_and_the_others_go_on()
    {
        _home.AddExpert("science");
        _home.AddExpert("law");
        using var loaded = _home.Load();

        var result = loaded.Packages.Single(package => package.Id == "law").Unload();

        Assert.True(result.Collected, result.Reason);
        Assert.Equal(1, result.TensorsFreed);
        Assert.Equal(["science"], loaded.Snapshot().Experts.Select(expert => expert.Id));
        Assert.Throws<ObjectDisposedException>(() => loaded.Experts.Single(expert => expert.Id == "law").Expert);
        Assert.Equal(PackageState.Verified, loaded.StatusOf("experts/law/1.0.0").State);
        Run(loaded, "science");
    }

    [Fact]
    public void Expert_that_comes_after_the_limit_is_disposed_and_leaves_nothing()
    {
        _home.AddFaulty("faulty.late-factory");
        _home.AddExpert("science");
        var before = LiveTensors.OfAllThreads;

        using (var loaded = _home.Load(options => options with { CreationLimit = TimeSpan.FromSeconds(1) }))
            loaded.Ends("experts/faulty.late-factory/1.0.0", PackageState.Malfunctioned, "did not return within 1 s");

        Assert.True(SpinWait.SpinUntil(() => Gone("FaultyPlugin"), TimeSpan.FromSeconds(20)));
        Assert.Equal(before, LiveTensors.OfAllThreads);
    }

    [Fact]
    public void Expert_whose_disposal_throws_keeps_nothing_and_nobody_back()
    {
        _home.AddFaulty("faulty.throwing-dispose");
        _home.AddExpert("science");
        var before = LiveTensors.OfAllThreads;
        using var loaded = _home.Load();

        var result = loaded.Packages.Single(package => package.Id == "faulty.throwing-dispose").Unload();
        loaded.Dispose();

        Assert.True(result.Collected, result.Reason);
        Assert.Equal(before, LiveTensors.OfAllThreads);
    }

    [Fact]
    public async Task Storm_of_loads_and_unloads_does_not_disturb_another_expert()
    {
        const int Threads = 16, Loads = 4;
        using var others = new TestHome();
        others.AddExpert("stormy");
        _home.AddExpert("steady");
        using var steady = _home.Load();
        using var over = new CancellationTokenSource();
        using var begun = new CountdownEvent(2);
        // Threads of their own: the storm takes every thread of the pool.
        var serving = Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(() => Serve(steady, begun, over.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToList();
        begun.Wait(TestContext.Current.CancellationToken);

        Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, _ =>
        {
            for (var load = 0; load < Loads; load++)
                LoadNamed(others, "stormy");
        });
        await over.CancelAsync();
        var answers = await Task.WhenAll(serving);

        Collect();
        Assert.All(answers, count => Assert.True(count > 1, $"{count} answers in all, the one before the storm included"));
        // A context is called like its package's assembly, and this one is the steady expert's.
        Assert.Single(AssemblyLoadContext.All, context => context.Name == "SamplePlugin");
    }

    [Fact]
    public void Package_that_failed_while_loading_leaves_no_context()
    {
        _home.AddFaulty("faulty.throwing-constructor");
        _home.AddFaulty("faulty.throwing-factory");
        _home.AddFaulty("faulty.newer-contract");

        LoadNamed(_home, "faulty.");
        Collect();

        Assert.DoesNotContain(AssemblyLoadContext.All, context => context.Name == "FaultyPlugin");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LoadNamed(TestHome home, string prefix)
    {
        using var loaded = home.Load();
        Assert.All(loaded.Packages, package => Assert.StartsWith(prefix, package.Id, StringComparison.Ordinal));
    }

    private static int Serve(LoadedHome loaded, CountdownEvent begun, CancellationToken over)
    {
        Run(loaded, "steady");
        begun.Signal();
        var answers = 1;
        for (; !over.IsCancellationRequested; answers++)
            Run(loaded, "steady");
        return answers;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void LoadRunUnload(List<WeakReference> traces)
    {
        using var loaded = _home.Load();
        Assert.Equal(2, loaded.Experts.Count);
        foreach (var id in (string[])["science", "two"])
            Run(loaded, id);
        Watch(loaded, traces);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Run(LoadedHome loaded, string id)
    {
        IReadOnlyList<RawInput> inputs = [new("text")];
        using var output = loaded.Experts.Single(expert => expert.Id == id).Expert.Run(new ExpertBatch(inputs, null));
        Assert.Equal(1, output.Values!.shape[0]);
    }

    // Context, assembly and one type of each.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Watch(LoadedHome loaded, List<WeakReference> traces)
    {
        foreach (var type in loaded.Experts.Select(expert => expert.Expert.GetType()).Append(loaded.Encoder!.Encoder.GetType()))
            traces.AddRange([new(type), new(type.Assembly), new(AssemblyLoadContext.GetLoadContext(type.Assembly))]);
    }

    private static void Sample(List<double> resident, List<double> managed)
    {
        Collect();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        resident.Add(Environment.WorkingSet);
        managed.Add(GC.GetTotalMemory(forceFullCollection: true));
    }

    // Theil and Sen: the median of the slopes between any two samples, in bytes for each cycle. One step, such as a heap that takes another region, does not count as growth.
    private static double Slope(List<double> samples)
    {
        var slopes =
            from later in Enumerable.Range(0, samples.Count)
            from earlier in Enumerable.Range(0, later)
            let slope = (samples[later] - samples[earlier]) / (later - earlier) / Sampled
            orderby slope
            select slope;
        return slopes.ElementAt(samples.Count * (samples.Count - 1) / 4);
    }

    private static bool Gone(string context)
    {
        Collect();
        return AssemblyLoadContext.All.All(loaded => loaded.Name != context);
    }

    private static void Collect()
    {
        for (var collection = 0; collection < 10; collection++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
