using MoECollab.AdapterExpert.Options;
using MoECollab.Experts;
using MoECollab.Packages;

namespace MoECollab.AdapterExpert;

/// <summary>The exported face of <see cref="AdapterExpertFactory"/>, in a file of its own so that the sources can be compiled into a host as built-in kinds.</summary>
[ExpertExport("adapter", "1.0.0")]
public sealed class AdapterExpertPlugin : ITrainableExpertFactory
{
    private readonly AdapterExpertFactory _factory = new(AdapterKind.Adapter);

    /// <inheritdoc/>
    public IExpert Create(ExpertContext context) => _factory.Create(context);

    /// <inheritdoc/>
    public IDifferentiableExpert CreateUntrained(ExpertContext context) => _factory.CreateUntrained(context);
}
