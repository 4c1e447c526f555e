using MoECollab.Gating;
using MoECollab.Packages;

namespace SamplePlugin;

[GatingExport(typeof(IGatingFactory<ISelector>), "sample.first", "1.0.0")]
public sealed class FirstSelectorFactory : IGatingFactory<ISelector>
{
    public ISelector Create(GatingContext context) => new FirstSelector();
}
