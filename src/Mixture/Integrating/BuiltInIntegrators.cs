using MoECollab.Integration;

namespace MoECollab.Mixture.Integrating;

/// <summary>The integrators that ship: one for each output space.</summary>
public static class BuiltInIntegrators
{
    /// <summary><c>probability-mixture</c> for classes, <c>vector-mean</c> for vectors, <c>primary-text</c> for texts.</summary>
    public static IReadOnlyList<IIntegrator> All { get; } = [new ProbabilityMixture(), new VectorMean(), new PrimaryText()];
}
