using MoECollab.Experts;
using MoECollab.Packages;
using MoECollab.Training;

namespace MoECollab.NGramExpert;

/// <summary>The exported face of <see cref="NGramExpertFactory"/>, in a file of its own so that the sources can be compiled into a host as a built-in kind.</summary>
[ExpertExport("ngram", "1.0.0")]
public sealed class NGramExpertPlugin : IRefittingExpertFactory
{
    private readonly NGramExpertFactory _factory = new();

    /// <inheritdoc/>
    public IExpert Create(ExpertContext context) => _factory.Create(context);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Train(ExpertTraining training) => _factory.Train(training);

    /// <inheritdoc/>
    public bool Refit(ExpertTraining training) => _factory.Refit(training);
}
