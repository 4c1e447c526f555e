using Microsoft.Extensions.Options;
using MoECollab.Errors;
using MoECollab.Experts;
using MoECollab.Host.Seeing.Metrics;
using MoECollab.Loading;
using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.Host.Budget;

/// <summary>Where experts' weights are kept: under a budget where there is one, for good where there is none.</summary>
internal sealed class ExpertPlacement
{
    private readonly Device _device;
    private int _codes;

    public ExpertPlacement(HostStart start, IOptions<BudgetOptions> options, HostMetrics metrics, TimeProvider time)
    {
        _device = start.Device;
        if (options.Value.LimitOn(start.Device.type == DeviceType.CPU) is not { } limit)
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

    /// <summary>Enters what is in host memory as long as the host runs; false where the budget has no room for it.</summary>
    public bool TryReserveOnHost(string what, long bytes)
    {
        try
        {
            (_device.type == DeviceType.CPU ? Budget : null)?.Reserve(what, bytes);
            return true;
        }
        catch (MoECollabException)
        {
            return false;
        }
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
        var owner = new WeightOwner(package.Id, create, () => PackageContent.Hash(package, code));
        var weights = budget.Join(owner, owner.Content(), PackageContent.Bytes(package));
        try
        {
            var first = budget.Take(weights);
            try
            {
                return first is IDirectExpert ? new BudgetedDirectExpert(budget, weights, owner, first) : new BudgetedExpert(budget, weights, owner, first);
            }
            finally
            {
                budget.GiveBack(weights);
            }
        }
        catch
        {
            budget.Leave(weights, owner);
            throw;
        }
    }
}
