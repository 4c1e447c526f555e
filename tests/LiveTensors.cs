using TorchSharp;

namespace MoECollab.Tests;

/// <summary>Tensors that were made and that nobody has freed; linked into every test project that has tensors.</summary>
internal static class LiveTensors
{
    /// <summary>Of all threads, once what was dropped is freed. Grows with every <c>Parameter</c> that was ever made (docs/torch.md), so only where none is.</summary>
    public static long OfAllThreads
    {
        get
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return torch.Tensor.TotalCount;
        }
    }

    /// <summary>Made, and not freed, by this thread.</summary>
    public static long OfThisThread => DisposeScopeManager.Statistics.ThreadTotalLiveCount;
}
