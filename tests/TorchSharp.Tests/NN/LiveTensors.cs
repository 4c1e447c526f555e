using TorchSharp;

namespace MoECollab.TorchSharp.Tests.NN;

/// <summary>Tensors that this thread has made and not yet freed: what runs beside, or is finalized, does not count.</summary>
internal static class LiveTensors
{
    public static long Count => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
}
