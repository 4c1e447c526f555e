using MoECollab.Experts;
using MoECollab.Outputs;

namespace MoECollab.Mixture.Tests.Doubles;

/// <summary>Hides that an expert can do without tensors.</summary>
internal sealed class TensorOnlyExpert(IExpert inner) : IExpert
{
    public OutputSpace Output => inner.Output;

    public ExpertTraits Traits => inner.Traits;

    public ExpertOutput Run(ExpertBatch batch) => inner.Run(batch);

    public void Dispose() => inner.Dispose();
}
