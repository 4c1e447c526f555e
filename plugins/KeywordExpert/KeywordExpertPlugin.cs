using MoECollab.Experts;
using MoECollab.KeywordExpert.Rules;
using MoECollab.Packages;

namespace MoECollab.KeywordExpert;

/// <summary>Makes an expert from the words and phrases of <c>moe/keywords.json</c>.</summary>
[ExpertExport("keyword", "1.0.0")]
public sealed class KeywordExpertPlugin : IExpertFactory
{
    /// <inheritdoc/>
    public IExpert Create(ExpertContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new KeywordExpert(KeywordFile.Read(context), context.Device);
    }
}
