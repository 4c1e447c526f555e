using MoECollab.Experts;
using MoECollab.Packages;

namespace FaultyPlugin;

[ExpertExport("faulty.throwing-constructor", "1.0.0")]
public sealed class ThrowingConstructor : IExpertFactory
{
    public ThrowingConstructor() => throw new InvalidOperationException("no such luck");

    public IExpert Create(ExpertContext context) => new SilentExpert();
}
