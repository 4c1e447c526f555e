using MoECollab.Experts;

namespace MoECollab.Training.Tests.Synthetic;

internal sealed class LinearExpertFactory : ITrainableExpertFactory
{
    public IExpert Create(ExpertContext context) => new LinearExpert(context);

    public IDifferentiableExpert CreateUntrained(ExpertContext context) => new LinearExpert(context);
}
