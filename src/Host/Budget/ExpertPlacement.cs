using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using MoECollab.Errors;
using MoECollab.Experts;
using MoECollab.Gating.Numerics.Panels;
using MoECollab.Host.Seeing.Metrics;
using MoECollab.Loading;
using MoECollab.Packages;
using MoECollab.Packaging.Files;
using static TorchSharp.torch;

namespace MoECollab.Host.Budget;

/// <summary>Where experts' weights are kept: under a budget where there is one, for good where there is none.</summary>
internal sealed class ExpertPlacement
{
    private const string OnHost = "host";

    private readonly ConditionalWeakTable<LoadedPackage, StagedFiles> _files = [];
    private readonly Device _device;
    private readonly HostStage? _stage;
    private int _codes;

    public ExpertPlacement(HostStart start, MemoryTiers tiers, IOptions<BudgetOptions> options, HostMetrics metrics, TimeProvider time)
    {
        _device = start.Device;
        if (tiers.IsApart)
            _stage = StageOf(options.Value.HostBytes, metrics);
        if (options.Value.LimitOn(!tiers.IsApart) is not { } limit)
            return;
        var device = start.Device.ToString();
        metrics.MemoryBudget.Set(limit, device);
        Budget = new WeightBudget(device, limit, expert => Math.Max(HeldBytes.Of(expert, start.Device), expert.Traits.WeightBytes), (used, unused) =>
        {
            metrics.MemoryUsed.Set(used, device);
            if (unused is not { } age)
                return;
            metrics.Evictions.Add(1, device);
            metrics.EvictionAge.Observe(age.TotalSeconds, device);
        }, time);
        foreach (var id in options.Value.PinnedIds())
            Budget.Pin(id);
        foreach (var (id, priority) in options.Value.PriorityOfIds()!)
            Budget.Prioritise(id, priority);
    }

    /// <summary>The budget; null where there is none.</summary>
    public WeightBudget? Budget { get; }

    /// <summary>Pins what an operator pinned in an earlier run; what no longer fits beside the others stays unpinned.</summary>
    public void Keep(IEnumerable<string> pinned)
    {
        foreach (var id in pinned)
            Budget?.TryPin(id);
    }

    /// <summary>Enters what stays in memory as long as it is used: the encoder, a gate. Null where there is no budget.</summary>
    /// <param name="what">What it is, for messages.</param>
    /// <param name="component">The component; its bytes on the device are measured.</param>
    /// <exception cref="MoECollabException">It does not fit (<c>over-budget</c>); the message has the arithmetic.</exception>
    public Reservation? Reserve(string what, object component) => Budget?.Reserve(what, HeldBytes.Of(component, _device));

    /// <summary>What a package's components hold of memory that is theirs alone; for a package that is about to be unloaded.</summary>
    // Not inlined: no frame may hold a component when the collector is asked about its code.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public long BytesOf(LoadedHome home, LoadedPackage package)
    {
        if (!package.IsLoaded)
            return 0;
        var bytes = home.Encoder is { } encoder && encoder.Package == package ? HeldBytes.Of(encoder.Encoder, _device) : 0;
        foreach (var expert in home.Experts.Where(expert => expert.Package == package))
            bytes += expert.Expert is BudgetedExpert budgeted ? budgeted.BytesOfItsOwn : HeldBytes.Of(expert.Expert, _device);
        return bytes;
    }

    /// <summary>Enters what is in host memory as long as the host runs; false where the budget has no room for it.</summary>
    public bool TryReserveOnHost(string what, long bytes)
    {
        try
        {
            if (_stage is not null)
                return _stage.TryReserve(bytes);
            Budget?.Reserve(what, bytes);
            return true;
        }
        catch (MoECollabException)
        {
            return false;
        }
    }

    /// <summary>The files that a package's expert is made from: kept in host memory where that is another than the device's, and weights may have to leave the device.</summary>
    public IPackageFiles FilesOf(LoadedPackage package)
    {
        var files = new PackageFiles(package.Package.Folder);
        return Budget is null || _stage is null ? files : _files.GetValue(package, _ => new StagedFiles(files, _stage));
    }

    /// <summary>Makes a package's expert within the budget.</summary>
    /// <param name="package">The package.</param>
    /// <param name="create">Makes its expert, every time anew.</param>
    /// <exception cref="MoECollabException">It does not fit (<c>over-budget</c>); the message has the arithmetic.</exception>
    public IExpert Place(LoadedPackage package, Func<IExpert> create)
    {
        if (Budget is not { } budget)
            return create();
        // Code makes objects of its own load context, so what it makes is never shared: not even with the same package, loaded anew.
        var code = package.Manifest!.Entry is null ? "" : $"code {Interlocked.Increment(ref _codes)}";
        var content = PackageContent.Hash(package, code);
        var owner = OwnerOf(package, create, content, code);
        var weights = budget.Join(owner, content, PackageContent.Bytes(package));
        try
        {
            var first = budget.Take(weights);
            try
            {
                return first switch
                {
                    IDirectExpert and IRowLogits => new BudgetedRowsExpert(budget, weights, owner, first),
                    IDirectExpert => new BudgetedDirectExpert(budget, weights, owner, first),
                    _ => new BudgetedExpert(budget, weights, owner, first),
                };
            }
            finally
            {
                budget.GiveBack(weights);
            }
        }
        catch
        {
            budget.Leave(weights, owner);
            owner.Files?.Dispose();
            throw;
        }
    }

    private WeightOwner OwnerOf(LoadedPackage package, Func<IExpert> create, string content, string code)
    {
        if (!_files.TryGetValue(package, out var staged))
            return new WeightOwner(package.Id, create, () => PackageContent.Hash(package, code));
        // What is in host memory is what was admitted; only what comes from the disk has to be compared with it.
        return new WeightOwner(package.Id, create, () => staged.IsComplete ? content : PackageContent.Hash(package, code)) { Files = staged };
    }

    private static HostStage StageOf(long limit, HostMetrics metrics)
    {
        if (limit > 0)
            metrics.MemoryBudget.Set(limit, OnHost);
        return new HostStage(limit > 0 ? limit : null, (used, isForOthers) =>
        {
            metrics.MemoryUsed.Set(used, OnHost);
            if (isForOthers)
                metrics.Evictions.Add(1, OnHost);
        });
    }
}
