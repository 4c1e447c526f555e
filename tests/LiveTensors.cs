using static TorchSharp.torch;

namespace MoECollab.Tests;

/// <summary>The tensors that are alive in this process; linked into every test project that has tensors.</summary>
internal static class LiveTensors
{
    /// <summary>Their number once what was dropped earlier is freed, so that this does not happen between two counts.</summary>
    public static long Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }
}
